import * as l10n from '@vscode/l10n';
import type { AttentionHostMessage, AttentionView } from '../../src/contracts/attentionPage';
import type { LayerOrAggregate, LayerSelector } from '../../src/core/attention/attentionMap';
import { layersOf, ATTENTION_PARTS, type AttentionPart } from '../../src/core/attention/attentionSelection';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import { element } from '../common/element';
import { fillSelect, type SelectOption } from '../common/fillSelect';
import { segmentedButtons, type Segmented } from '../common/segmentedButtons';

interface Events {
  /** The reader picked another view. */
  change(change: Partial<AttentionView>): void;
  explain(isOn: boolean): void;
  export(): void;
  openInEditor(): void;
}

/** What there is around the page. */
type Around = Extract<AttentionHostMessage, { type: 'models' }>['around'];

const SEPARATOR = '+';

/** The pickers for models, layer and head, and the buttons beside them. */
export class Controls {
  readonly element: HTMLElement;
  readonly #events: Events;
  readonly #specs: readonly ModelSpec[];
  readonly #models: Segmented<string>;
  readonly #part = element('vscode-single-select', 'part');
  readonly #layer = element('vscode-single-select', 'layer');
  readonly #head = element('vscode-single-select', 'head');
  /** Whether the models can be asked for another part. */
  readonly #hasParts: boolean;
  readonly #toggles: ReadonlyMap<
    'allHeads' | 'words' | 'hideSinks' | 'inText',
    HTMLElementTagNameMap['vscode-toolbar-button']
  >;

  constructor(specs: readonly ModelSpec[], around: Around, events: Events) {
    this.#specs = specs;
    this.#events = events;
    this.#models = segmentedButtons(l10n.t('Model'), modelOptions(specs), (value) =>
      events.change({ models: value.split(SEPARATOR) }),
    );
    Object.assign(this.#part, { label: l10n.t('Part') });
    Object.assign(this.#layer, { label: l10n.t('Layer') });
    Object.assign(this.#head, { label: l10n.t('Head') });
    this.#part.addEventListener('change', () => events.change({ part: this.#part.value as AttentionPart }));
    this.#layer.addEventListener('change', () =>
      events.change({ layer: toChoice(this.#layer.value) as LayerSelector }),
    );
    this.#head.addEventListener('change', () =>
      events.change({ head: toChoice(this.#head.value) as LayerOrAggregate }),
    );
    this.#toggles = new Map([
      ['allHeads', this.#toggle('layout', l10n.t('All layers and heads'), 'allHeads')],
      ['words', this.#toggle('whole-word', l10n.t('Words instead of tokens'), 'words')],
      [
        'hideSinks',
        this.#toggle('filter', l10n.t('Hide sinks: special tokens and the first token of a GPT'), 'hideSinks'),
      ],
      ['inText', this.#toggle('symbol-color', l10n.t('Shade the text in the editor'), 'inText')],
    ] as const);
    const forEditor = [
      this.#toggles.get('inText')!,
      button('desktop-download', l10n.t('Export…'), false, () => events.export()),
      button('link-external', l10n.t('Open in editor'), false, () => events.openInEditor()),
    ];
    const tools = element(
      'div',
      'tools',
      this.#toggles.get('allHeads')!,
      this.#toggles.get('words')!,
      this.#toggles.get('hideSinks')!,
      ...(around === 'editor' ? forEditor : []),
      button('question', l10n.t('What am I looking at?'), true, (isOn) => events.explain(isOn)),
    );
    this.element = element('header', 'controls', this.#models.element, this.#part, this.#layer, this.#head, tools);
    const others = [this.#models.element, this.#layer, this.#head, this.#toggles.get('allHeads')!];
    this.#hasParts = around === 'editor';
    if (around === 'no other map') for (const control of others) control.hidden = true;
  }

  show(view: AttentionView): void {
    this.#models.pick(view.models.join(SEPARATOR));
    const specs = this.#specs.filter(({ id }) => view.models.includes(id));
    const layers = Math.min(...specs.map((spec) => layersOf(spec, view.part)));
    const heads = Math.min(...specs.map((spec) => spec.heads));
    fillSelect(this.#part, partOptions(), view.part);
    this.#part.hidden = !this.#hasParts || !specs.some(({ task }) => task === 'text-to-text');
    fillSelect(this.#layer, layerOptions(layers), String(view.layer));
    fillSelect(this.#head, headOptions(heads), String(view.layer === 'rollout' ? 'mean' : view.head));
    this.#layer.disabled = view.allHeads;
    this.#head.disabled = view.allHeads || view.layer === 'rollout';
    for (const [key, toggle] of this.#toggles) toggle.checked = view[key];
  }

  #toggle(icon: string, label: string, key: 'allHeads' | 'words' | 'hideSinks' | 'inText') {
    return button(icon, label, true, (isOn) => this.#events.change({ [key]: isOn }));
  }
}

function button(icon: string, label: string, toggleable: boolean, pressed: (isOn: boolean) => void) {
  const created = element('vscode-toolbar-button');
  Object.assign(created, { icon, label, title: label, toggleable });
  created.addEventListener(toggleable ? 'change' : 'click', () => pressed(created.checked));
  return created;
}

function modelOptions(specs: readonly ModelSpec[]) {
  const direction = {
    masked: l10n.t('reads both ways'),
    causal: l10n.t('left context only'),
    'text-to-text': l10n.t('reads, then writes'),
  };
  const single = specs.map(({ id, label, task }) => ({ value: id, label, detail: direction[task] }));
  if (specs.length < 2) return single;
  const both = specs
    .slice(0, 2)
    .map(({ id }) => id)
    .join(SEPARATOR);
  const label = specs.length === 2 ? l10n.t('Both') : `${specs[0]!.label} + ${specs[1]!.label}`;
  return [...single, { value: both, label, detail: l10n.t('side by side') }];
}

function partOptions(): SelectOption[] {
  const texts: Record<AttentionPart, string> = {
    encoder: l10n.t('Encoder: text on itself'),
    decoder: l10n.t('Decoder: output on itself'),
    cross: l10n.t('Cross: output on text'),
  };
  return ATTENTION_PARTS.map((part) => ({ value: part, text: texts[part] }));
}

function layerOptions(layers: number): SelectOption[] {
  return [
    ...counted(layers, (number) => l10n.t('Layer {0}', number)),
    { value: 'mean', text: l10n.t('Mean of layers') },
    { value: 'max', text: l10n.t('Max of layers') },
    { value: 'rollout', text: l10n.t('Rollout') },
  ];
}

function headOptions(heads: number): SelectOption[] {
  return [
    { value: 'mean', text: l10n.t('Mean of heads') },
    { value: 'max', text: l10n.t('Max of heads') },
    ...counted(heads, (number) => l10n.t('Head {0}', number)),
  ];
}

function counted(count: number, name: (number: number) => string): SelectOption[] {
  return Array.from({ length: count }, (_, index) => ({ value: String(index), text: name(index + 1) }));
}

function toChoice(value: string): LayerSelector {
  return value === 'mean' || value === 'max' || value === 'rollout' ? value : Number(value);
}
