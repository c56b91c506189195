/**
 * `<fault-form>`: a new rule of what goes wrong where.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import type { FaultKind } from '../../faults.ts'
import { call, say } from './call.ts'
import { faultKinds } from './fault-kinds.ts'
import { View } from './view.ts'

class FaultForm extends View {
  static override properties = {
    targets: { attribute: false },
    kind: { state: true },
    trouble: { state: true },
  }

  /** `topic x`, `queue x`, `@http get /`. */
  declare targets: string[]
  declare kind: FaultKind
  declare trouble: string

  constructor() {
    super()
    this.targets = []
    this.kind = 'duplicate'
    this.trouble = ''
  }

  override render() {
    const { kind, trouble, targets } = this
    return html`<form
      class="part"
      aria-labelledby="new-rule"
      @submit=${(event: SubmitEvent) => this.#add(event)}
    >
      <h2 id="new-rule">New rule</h2>
      <div class="tools fields">
        <label
          ><span>What</span
          ><select
            name="kind"
            @change=${(event: Event) => (this.kind = (event.target as HTMLSelectElement).value as FaultKind)}
          >
            ${Object.keys(faultKinds).map((it) => html`<option ?selected=${it === kind}>${it}</option>`)}
          </select></label
        >
        <label class="wide"
          ><span>Where</span
          ><select name="target">
            <option value="*">everywhere</option>
            ${group('Topics', targets, /^topic /)} ${group('Queues', targets, /^queue /)}
            ${group('Functions', targets, /^@/)}
          </select></label
        >
        ${number('chance', 'Chance in %', { value: '100', min: '0', max: '100', step: 'any' })}
        ${number('times', 'At most', { placeholder: 'no limit', min: '1' })}
        ${kind === 'delay' ? number('seconds', 'Seconds', { value: '5', min: '0', step: 'any' }) : nothing}
        ${kind === 'kill' ? this.#kill() : nothing}
        <button class="primary">Add</button>
      </div>
      ${
        trouble
          ? html`<p class="trouble" role="alert">
              ${trouble.split('\n').map((line) => html`<span>${line}</span>`)}
            </p>`
          : html`<p class="soft">${toSentence(faultKinds[kind])}</p>`
      }
    </form>`
  }

  #kill(): TemplateResult {
    return html`${number('after', 'After calls', { placeholder: 'by the dice', min: '0' })}
      <label
        ><span>Phase</span
        ><select name="phase">
          <option value="">by the dice</option>
          <option value="before">before the next leaves</option>
          <option value="after">after it is done</option>
        </select></label
      >`
  }

  async #add(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const given = new FormData(event.target as HTMLFormElement)
    const text = (name: string) => (given.get(name) as string | null) || undefined
    const numeric = (name: string) => {
      const value = text(name)
      return value === undefined ? undefined : Number(value)
    }
    try {
      await call('POST', 'faults', {
        kind: text('kind'),
        target: text('target'),
        probability: (numeric('chance') ?? 100) / 100,
        times: numeric('times'),
        seconds: numeric('seconds'),
        after: numeric('after'),
        phase: text('phase'),
      })
      this.trouble = ''
      say('The rule holds from now on.')
    } catch (error) {
      this.trouble = (error as Error).message
    }
  }
}

function toSentence(words: string): string {
  return `${words[0]!.toUpperCase()}${words.slice(1)}.`
}

function group(label: string, targets: string[], kind: RegExp): TemplateResult | typeof nothing {
  const own = targets.filter((it) => kind.test(it))
  if (own.length === 0) return nothing
  return html`<optgroup label=${label}>
    ${own.map((it) => html`<option value=${it}>${it.replace(/^(topic|queue) /, '')}</option>`)}
  </optgroup>`
}

function number(
  name: string,
  label: string,
  {
    value = '',
    placeholder = '',
    min,
    max,
    step = '1',
  }: { value?: string; placeholder?: string; min: string; max?: string; step?: string },
): TemplateResult {
  return html`<label
    ><span>${label}</span
    ><input
      type="number"
      name=${name}
      value=${value}
      placeholder=${placeholder}
      min=${min}
      max=${max ?? nothing}
      step=${step}
  /></label>`
}

customElements.define('fault-form', FaultForm)
