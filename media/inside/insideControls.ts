import * as l10n from '@vscode/l10n';
import type { InsideView, Topic } from '../../src/contracts/insidePage';
import { layersOf } from '../../src/core/attention/attentionSelection';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import { element } from '../common/element';
import { segmentedButtons, type Segmented } from '../common/segmentedButtons';
import { fillSelect, type SelectOption } from '../common/fillSelect';
import { ableTo } from './savedState';

/** The pickers for the topic, and for the model, layer and head that it needs. */
export class InsideControls {
  readonly element: HTMLElement;
  readonly #specs: readonly ModelSpec[];
  readonly #topics: Segmented<Topic>;
  readonly #model = element('vscode-single-select', 'model');
  readonly #depth = element('vscode-single-select', 'depth');
  readonly #layer = element('vscode-single-select', 'layer');
  readonly #head = element('vscode-single-select', 'head');

  constructor(specs: readonly ModelSpec[], change: (change: Partial<InsideView>) => void) {
    this.#specs = specs;
    this.#topics = segmentedButtons<Topic>(
      l10n.t('What to show'),
      [
        { value: 'next token', label: l10n.t('Next token') },
        { value: 'similarity', label: l10n.t('Similarity') },
        { value: 'steps', label: l10n.t('Steps') },
        { value: 'positions', label: l10n.t('Positions') },
      ],
      (topic) => change({ topic }),
    );
    Object.assign(this.#model, { label: l10n.t('Model') });
    Object.assign(this.#depth, { label: l10n.t('Vectors') });
    Object.assign(this.#layer, { label: l10n.t('Layer') });
    Object.assign(this.#head, { label: l10n.t('Head') });
    this.#model.addEventListener('change', () => change({ model: this.#model.value }));
    this.#depth.addEventListener('change', () => change({ depth: Number(this.#depth.value) }));
    this.#layer.addEventListener('change', () => change({ layer: Number(this.#layer.value) }));
    this.#head.addEventListener('change', () => change({ head: Number(this.#head.value) }));
    const pickers = element('div', 'pickers', this.#model, this.#depth, this.#layer, this.#head);
    this.element = element('header', 'controls', this.#topics.element, pickers);
  }

  show({ topic, model, depth, layer, head }: InsideView): void {
    const spec = this.#specs.find(({ id }) => id === model)!;
    const layers = layersOf(spec, 'encoder');
    this.#topics.pick(topic);
    fillSelect(
      this.#model,
      ableTo(this.#specs, topic).map(({ id, label }) => ({ value: id, text: label })),
      model,
    );
    const input = { value: '0', text: l10n.t('Input embeddings') };
    fillSelect(this.#depth, [input, ...counted(layers, 1, (each) => l10n.t('Layer {0}', each))], String(depth));
    fillSelect(
      this.#layer,
      counted(layers, 0, (each) => l10n.t('Layer {0}', each)),
      String(layer),
    );
    fillSelect(
      this.#head,
      counted(spec.heads, 0, (each) => l10n.t('Head {0}', each)),
      String(head),
    );
    this.#depth.hidden = topic !== 'similarity';
    this.#layer.hidden = this.#head.hidden = topic !== 'steps';
  }
}

/** Options whose values count from `first`; they are named from 1 on. */
function counted(count: number, first: number, name: (number: number) => string): SelectOption[] {
  return Array.from({ length: count }, (_, index) => ({ value: String(index + first), text: name(index + 1) }));
}
