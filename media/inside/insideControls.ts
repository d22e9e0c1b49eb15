import * as l10n from '@vscode/l10n';
import type { InsideView, Topic } from '../../src/contracts/insidePageMessages';
import { layersOf } from '../../src/core/attention/attentionParts';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import { element } from '../common/element';
import { segmentedButtons, type Segmented } from '../common/segmentedButtons';
import { fillSelect, numberedOptions, picker } from '../common/dropdown';
import { isOfEngine, modelsFor } from './modelsForTopic';

/** The pickers for the topic, and for the model, layer and head that it needs. */
export class InsideControls {
  readonly element: HTMLElement;
  readonly #specs: readonly ModelSpec[];
  readonly #topics: Segmented<Topic>;
  readonly #model;
  readonly #depth;
  readonly #layer;
  readonly #head;
  readonly #engineNote = element('p', 'engine-note');

  /** @param changeView called with what the reader picked */
  constructor(specs: readonly ModelSpec[], changeView: (change: Partial<InsideView>) => void) {
    this.#specs = specs;
    this.#topics = segmentedButtons<Topic>(
      l10n.t('What to show'),
      [
        { value: 'next token', label: l10n.t('Next token') },
        { value: 'similarity', label: l10n.t('Similarity') },
        { value: 'steps', label: l10n.t('Steps') },
        { value: 'positions', label: l10n.t('Positions') },
      ],
      (topic) => changeView({ topic }),
    );
    this.#model = picker('model', l10n.t('Model'), (model) => changeView({ model }));
    this.#depth = picker('depth', l10n.t('Vectors'), (depth) => changeView({ depth: Number(depth) }));
    this.#layer = picker('layer', l10n.t('Layer'), (layer) => changeView({ layer: Number(layer) }));
    this.#head = picker('head', l10n.t('Head'), (head) => changeView({ head: Number(head) }));
    const pickers = element('div', 'pickers', this.#model, this.#depth, this.#layer, this.#head);
    this.element = element('header', 'controls', this.#topics.element, pickers, this.#engineNote);
  }

  show({ topic, model, depth, layer, head }: InsideView): void {
    const spec = this.#specs.find(({ id }) => id === model)!;
    const layers = layersOf(spec, 'encoder');
    const layerName = (number: number) => l10n.t('Layer {0}', number);
    const headName = (number: number) => l10n.t('Head {0}', number);
    const models = modelsFor(topic, this.#specs).map(({ id, label }) => ({ value: id, text: label }));
    const depths = [{ value: '0', text: l10n.t('Input embeddings') }, ...numberedOptions(layers, layerName, 1)];
    this.#topics.pick(topic);
    fillSelect(this.#model, models, model);
    fillSelect(this.#depth, depths, String(depth));
    fillSelect(this.#layer, numberedOptions(layers, layerName), String(layer));
    fillSelect(this.#head, numberedOptions(spec.heads, headName), String(head));
    const engine = topic === 'next token' ? undefined : this.#specs.find(isOfEngine);
    this.#engineNote.hidden = !engine;
    this.#engineNote.textContent = engine ? noteOf(engine) : '';
    this.#depth.hidden = topic !== 'similarity';
    this.#layer.hidden = this.#head.hidden = topic !== 'steps';
  }
}

/** Says that an engine's model is not among those to pick from. */
function noteOf({ label }: ModelSpec): string {
  return l10n.t('{0} runs on an engine, which shows nothing of its inside. Here are models on this machine.', label);
}
