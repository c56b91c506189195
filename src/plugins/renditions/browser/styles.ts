/**
 * How `<rendition-profile>` looks: by the site's own colours.
 *
 * @module
 */
import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
    min-width: 0;
  }

  .progress {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    min-height: 1.6em;
    margin: 0 0 0.5rem;
    color: var(--soft, #556);
    font-size: var(--small, 0.9rem);
  }

  progress {
    flex: 0 1 14rem;
    accent-color: var(--accent, #065);
  }

  summary {
    padding: 0.5rem 0;
    font-weight: 600;
    cursor: pointer;
  }

  form {
    display: grid;
    gap: 1rem;
    padding-top: 0.5rem;
  }

  fieldset {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr));
    gap: 0.6rem 0.9rem;
    align-items: end;
    min-width: 0;
    margin: 0;
    padding: 0.75rem 1rem 1rem;
    border: 1px solid var(--hair, #ccc);
  }

  legend {
    padding: 0 0.4em;
    font-weight: 600;
  }

  label {
    display: grid;
    gap: 0.2rem;
    color: var(--soft, #556);
    font-size: var(--small, 0.9rem);
  }

  input,
  select,
  button {
    box-sizing: border-box;
    width: 100%;
    min-width: 0;
    min-height: 2.4rem;
    padding: 0.3em 0.5em;
    border: 1px solid var(--soft, #889);
    border-radius: 0;
    background: var(--paper, #fff);
    color: var(--ink, #111);
    font: inherit;
    font-size: 1rem;
  }

  button {
    width: auto;
    padding: 0.3em 0.9em;
    background: none;
    cursor: pointer;
  }

  .main {
    border-color: var(--accent, #065);
    background: var(--accent, #065);
    color: var(--accent-ink, #fff);
  }

  form p {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
    margin: 0;
  }

  :focus-visible {
    outline: 3px solid var(--accent, #065);
    outline-offset: 2px;
  }
`
