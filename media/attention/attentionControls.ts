import * as l10n from '@vscode/l10n';
import type { AttentionHostMessage, AttentionView } from '../../src/contracts/attentionPageMessages';
import type { LayerOrAggregate, LayerSelector } from '../../src/core/attention/attentionMap';
import { ATTENTION_PARTS, type AttentionPart } from '../../src/core/attention/attentionParts';
import { layersToPick } from '../../src/core/attention/layersAtSameDepth';
import { windowSizes } from '../../src/core/attention/attentionWindowSize';
import type { ModelSpec } from '../../src/core/models/modelSpec';
import { element } from '../common/element';
import { fillSelect, numberedOptions, picker, type SelectOption } from '../common/dropdown';
import { segmentedButtons, type Segmented } from '../common/segmentedButtons';
import { modelOptions, SEPARATOR } from './modelsSideBySide';

interface ControlEvents {
  /** The reader picked another view. */
  changeView(change: Partial<AttentionView>): void;
  explain(isOn: boolean): void;
  export(): void;
  openInEditor(): void;
}

/** Where the page runs. */
type PageEnvironment = Extract<AttentionHostMessage, { type: 'models' }>['environment'];

type ToolbarButton = HTMLElementTagNameMap['vscode-toolbar-button'];
type ToggleName = 'allHeads' | 'words' | 'hideSinks' | 'inText';

/** The pickers for models, layer and head, and the buttons beside them. */
export class Controls {
  readonly element: HTMLElement;
  readonly #specs: readonly ModelSpec[];
  readonly #models: Segmented<string>;
  readonly #part;
  readonly #layer;
  readonly #head;
  readonly #window;
  readonly #toggles: Readonly<Record<ToggleName, ToolbarButton>>;
  /** Whether another part of a text-to-text model can be requested. */
  readonly #hasParts: boolean;

  constructor(specs: readonly ModelSpec[], environment: PageEnvironment, events: ControlEvents) {
    this.#specs = specs;
    this.#hasParts = environment === 'editor';
    this.#models = segmentedButtons(l10n.t('Model'), modelOptions(specs), (value) =>
      events.changeView({ models: value.split(SEPARATOR) }),
    );
    this.#part = picker('part', l10n.t('Part'), (value) => events.changeView({ part: value as AttentionPart }));
    this.#layer = picker('layer', l10n.t('Layer'), (value) => events.changeView({ layer: toSelector(value) }));
    this.#head = picker('head', l10n.t('Head'), (value) =>
      events.changeView({ head: toSelector(value) as LayerOrAggregate }),
    );
    this.#window = picker('window', l10n.t('Most tokens in the map'), (value) =>
      events.changeView({ windowTokens: Number(value) }),
    );
    this.#window.hidden = true;
    this.#toggles = toggles((name, isOn) => events.changeView({ [name]: isOn }));
    const { allHeads, words, hideSinks, inText } = this.#toggles;
    const editorButtons = [
      inText,
      button('desktop-download', l10n.t('Export…'), false, () => events.export()),
      button('link-external', l10n.t('Open in editor'), false, () => events.openInEditor()),
    ];
    const explain = button('question', l10n.t('What am I looking at?'), true, (isOn) => events.explain(isOn));
    const tools = [allHeads, words, hideSinks, ...(environment === 'editor' ? editorButtons : []), explain];
    this.element = element(
      'header',
      'controls',
      this.#models.element,
      this.#part,
      this.#layer,
      this.#head,
      this.#window,
      element('div', 'tools', ...tools),
    );
    const mapPickers = [this.#models.element, this.#layer, this.#head, allHeads];
    if (environment === 'single map') for (const control of mapPickers) control.hidden = true;
  }

  show(view: AttentionView): void {
    this.#models.pick(view.models.join(SEPARATOR));
    const specs = this.#specs.filter(({ id }) => view.models.includes(id));
    const heads = Math.min(...specs.map((spec) => spec.heads));
    fillSelect(this.#part, partOptions(), view.part);
    this.#part.hidden = !this.#hasParts || !specs.some(({ task }) => task === 'text-to-text');
    fillSelect(this.#layer, layerOptions(layersToPick(specs, view.part)), String(view.layer));
    fillSelect(this.#head, headOptions(heads), String(view.layer === 'rollout' ? 'mean' : view.head));
    this.#layer.disabled = view.allHeads;
    this.#head.disabled = view.allHeads || view.layer === 'rollout';
    for (const [name, toggle] of Object.entries(this.#toggles)) toggle.checked = view[name as ToggleName];
  }

  /** Shows how many tokens a map has at most; undefined where the reader cannot choose. */
  showWindow(tokens: number | undefined): void {
    this.#window.hidden = tokens === undefined;
    if (tokens !== undefined) fillSelect(this.#window, windowOptions(tokens), String(tokens));
  }
}

function windowOptions(present: number): SelectOption[] {
  return windowSizes(present).map((size) => ({ value: String(size), text: l10n.t('Up to {0} tokens', size) }));
}

function toggles(toggled: (name: ToggleName, isOn: boolean) => void): Record<ToggleName, ToolbarButton> {
  const toggle = (name: ToggleName, icon: string, label: string) =>
    button(icon, label, true, (isOn) => toggled(name, isOn));
  return {
    allHeads: toggle('allHeads', 'layout', l10n.t('All layers and heads')),
    words: toggle('words', 'whole-word', l10n.t('Words instead of tokens')),
    hideSinks: toggle('hideSinks', 'filter', l10n.t('Hide sinks: tokens that draw weight from everywhere')),
    inText: toggle('inText', 'symbol-color', l10n.t('Shade the text in the editor')),
  };
}

function button(icon: string, label: string, toggleable: boolean, pressed: (isOn: boolean) => void): ToolbarButton {
  const created = element('vscode-toolbar-button');
  Object.assign(created, { icon, label, title: label, toggleable });
  created.addEventListener(toggleable ? 'change' : 'click', () => pressed(created.checked));
  return created;
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
    ...numberedOptions(layers, (number) => l10n.t('Layer {0}', number)),
    { value: 'mean', text: l10n.t('Mean of layers') },
    { value: 'max', text: l10n.t('Max of layers') },
    { value: 'rollout', text: l10n.t('Rollout') },
  ];
}

function headOptions(heads: number): SelectOption[] {
  return [
    { value: 'mean', text: l10n.t('Mean of heads') },
    { value: 'max', text: l10n.t('Max of heads') },
    ...numberedOptions(heads, (number) => l10n.t('Head {0}', number)),
  ];
}

function toSelector(value: string): LayerSelector {
  return value === 'mean' || value === 'max' || value === 'rollout' ? value : Number(value);
}
