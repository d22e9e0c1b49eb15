import type { View } from '../../src/contracts/page';
import type { Head } from '../../src/core/attention';
import type { ModelSpec } from '../../src/core/models';
import { element } from './element';

const DIRECTION = { masked: 'reads both ways', causal: 'left context only' };

/** The pickers for model, layer and head. */
export class Controls {
  readonly element = element('div', 'controls');
  readonly #changed: (view: View) => void;
  #models: readonly ModelSpec[] = [];
  #view: View | undefined;

  /** @param changed called with each view that the reader picks */
  constructor(changed: (view: View) => void) {
    this.#changed = changed;
  }

  /** Fills the pickers; `wanted` is kept as far as the models allow. Returns the view that is picked then. */
  offer(models: readonly ModelSpec[], wanted: View | undefined): View {
    this.#models = models;
    this.#view = fitting(models, wanted);
    this.#render();
    return this.#view;
  }

  #pick(change: Partial<View>): void {
    this.#view = fitting(this.#models, { ...this.#view!, ...change });
    this.#render();
    this.#changed(this.#view);
  }

  #render(): void {
    const { model, layer, head } = this.#view!;
    const spec = this.#models.find(({ id }) => id === model)!;
    const layers = counted(spec.layers).map((value) => ({ value: String(value), text: `Layer ${value + 1}` }));
    const heads = counted(spec.heads).map((value) => ({ value: String(value), text: `Head ${value + 1}` }));
    const mean = { value: 'mean', text: 'Mean of heads' };
    this.element.replaceChildren(
      this.#modelButtons(model),
      picker('Layer', layers, String(layer), (value) => this.#pick({ layer: Number(value) })),
      picker('Head', [mean, ...heads], String(head), (value) => this.#pick({ head: toHead(value) })),
    );
  }

  #modelButtons(picked: string): HTMLElement {
    const buttons = this.#models.map(({ id, label, task }) => {
      const button = element('button', 'model', element('strong', '', label), element('small', '', DIRECTION[task]));
      button.dataset['model'] = id;
      button.setAttribute('aria-pressed', String(id === picked));
      button.addEventListener('click', () => this.#pick({ model: id }));
      return button;
    });
    return element('div', 'models', ...buttons);
  }
}

function fitting(models: readonly ModelSpec[], wanted: View | undefined): View {
  const spec = models.find(({ id }) => id === wanted?.model) ?? models[0]!;
  const layer = wanted && wanted.layer < spec.layers ? wanted.layer : spec.layers >> 1;
  const head = typeof wanted?.head === 'number' && wanted.head < spec.heads ? wanted.head : 'mean';
  return { model: spec.id, layer, head };
}

function picker(
  label: string,
  options: readonly { value: string; text: string }[],
  picked: string,
  changed: (value: string) => void,
): HTMLElement {
  const select = element('select');
  select.setAttribute('aria-label', label);
  for (const { value, text } of options) select.append(new Option(text, value, false, value === picked));
  select.addEventListener('change', () => changed(select.value));
  return select;
}

function toHead(value: string): Head {
  return value === 'mean' ? value : Number(value);
}

function counted(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
