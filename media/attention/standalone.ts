/** Answers the attention panel's page in place of the editor, from what the exported file holds. */
import type { Attention, HeadSurvey } from '../../src/contracts/attention';
import type { AttentionHostMessage, AttentionPageMessage, AttentionView } from '../../src/contracts/attentionPage';
import type { StandaloneData, StandaloneWindow } from '../../src/contracts/standaloneData';
import { unstack } from '../../src/core/attention/attentionMap';
import type { AttendedTokens } from '../../src/core/attention/displayedMap';
import { mapFor } from '../../src/core/attention/attentionSelection';

/** What there is of a model, decoded once. */
interface Decoded {
  readonly tokens: AttendedTokens;
  readonly map: Float32Array;
  /** Each head of each layer. */
  readonly layers: readonly (readonly Float32Array[])[];
  readonly survey: HeadSurvey | undefined;
}

const content = JSON.parse(document.getElementById('content')!.textContent) as StandaloneData;
const isWhole = content.windows.every(({ all }) => all);

async function receive(message: AttentionPageMessage): Promise<void> {
  if (message.type === 'ready') {
    const { models, strings, view } = content;
    const around = isWhole ? 'nothing' : 'no other map';
    post({ type: 'models', models, strings, view, around });
  } else if (message.type === 'show') {
    await show(message.view);
  }
}

const decoded = new Map(content.windows.map((window) => [window.model, decode(window)]));

function decode({ tokens, map, all }: StandaloneWindow): Decoded {
  const heads = all ? unstack(floats(all.weights), all.survey.layers).map((of) => unstack(of, all.survey.heads)) : [];
  return {
    tokens: { ...tokens, starts: Int32Array.from(tokens.starts), ends: Int32Array.from(tokens.ends) },
    map: floats(map),
    layers: heads,
    survey: all && { ...all.survey, thumbnails: fromBase64(all.survey.thumbnails) },
  };
}

async function show(view: AttentionView): Promise<void> {
  const models = view.models.filter((id) => decoded.has(id));
  const maps = await Promise.all(models.map((model) => attentionOf(model, view)));
  post({ type: 'maps', view, title: content.title, maps, caret: content.caret });
  const surveys = models.flatMap((model) => decoded.get(model)!.survey ?? []);
  if (view.allHeads && surveys.length === models.length) post({ type: 'surveys', surveys });
}

async function attentionOf(model: string, { layer, head }: AttentionView): Promise<Attention> {
  const { tokens, map, layers } = decoded.get(model)!;
  if (layers.length === 0) return { ...tokens, model, weights: map };
  const wanted = typeof layer === 'number' ? [layers[layer]!] : layers;
  return { ...tokens, model, weights: await mapFor(wanted, layer, head, tokens.pieces.length, product) };
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = characters.charCodeAt(index);
  return bytes;
}

function floats(base64: string): Float32Array {
  return new Float32Array(fromBase64(base64).buffer);
}

async function product(a: Float32Array, b: Float32Array, size: number): Promise<Float32Array> {
  const result = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let inner = 0; inner < size; inner++) {
      const factor = a[row * size + inner]!;
      if (factor === 0) continue;
      for (let column = 0; column < size; column++) {
        result[row * size + column]! += factor * b[inner * size + column]!;
      }
    }
  }
  return result;
}

function post(data: AttentionHostMessage): void {
  dispatchEvent(new MessageEvent('message', { data }));
}

Object.assign(globalThis, {
  acquireVsCodeApi: () => ({
    // As in the editor, answers come later.
    postMessage: (message: AttentionPageMessage) => setTimeout(() => void receive(message)),
    getState: () => undefined,
    setState: () => undefined,
  }),
});
