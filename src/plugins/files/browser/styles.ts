/**
 * How `<file-upload>` looks: by the site's own colours.
 *
 * @module
 */
import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
    /* In a grid it would be as wide as the browser's own words beside the button. */
    min-width: 0;
  }

  .drop {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
    padding: 1rem;
    border: 1.5px dashed var(--soft, #667);
  }

  .over {
    border-style: solid;
    border-color: var(--accent, #065);
    background: var(--tint, #eee);
  }

  label {
    font-weight: 600;
  }

  input {
    width: 100%;
    min-width: 0;
    font: inherit;
    font-size: 1rem;
  }

  input::file-selector-button,
  button {
    padding: 0.45em 0.9em;
    border: 1.5px solid var(--strong, #111);
    background: none;
    color: inherit;
    font: inherit;
    font-size: 1rem;
    cursor: pointer;
  }

  :focus-visible {
    outline: 3px solid var(--accent, #065);
    outline-offset: 2px;
  }

  p {
    margin: 0;
  }

  #hint,
  .words {
    color: var(--soft, #556);
    font-size: var(--small, 0.9375rem);
  }

  ul {
    display: grid;
    gap: 0.75rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  ul:has(li) {
    margin-top: 0.75rem;
  }

  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.35rem 0.75rem;
  }

  .name {
    overflow-wrap: anywhere;
  }

  progress {
    flex: 1 1 8rem;
    accent-color: var(--accent, #065);
  }

  .failed .words {
    flex-basis: 100%;
    color: var(--alarm, #911);
  }

  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
`
