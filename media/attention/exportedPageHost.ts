/** Answers the attention page in place of the editor, from the data in the exported file. */
import type { Attention, HeadSurvey } from '../../src/contracts/attentionRequests';
import type {
  AttentionHostMessage,
  AttentionPageMessage,
  AttentionView,
} from '../../src/contracts/attentionPageMessages';
import type { StandaloneData, StandaloneWindow } from '../../src/contracts/standalonePageData';
import { unstack } from '../../src/core/attention/attentionMap';
import type { TokensOfMap } from '../../src/core/attention/displayedMap';
import { layerOf } from '../../src/core/attention/layersAtSameDepth';
import { mapFor } from '../../src/core/attention/combineLayersAndHeads';

/** A model's window, decoded. */
interface DecodedWindow {
  readonly tokens: TokensOfMap;
  readonly isRounded: boolean;
  readonly map: Float32Array;
  /** Weights of each head of each layer; empty when the file holds only one map. */
  readonly layers: readonly (readonly Float32Array[])[];
  readonly survey: HeadSurvey | undefined;
}

const data = JSON.parse(document.getElementById('content')!.textContent) as StandaloneData;
const windows = new Map(data.windows.map((window) => [window.model, decodeWindow(window)]));

async function receive(message: AttentionPageMessage): Promise<void> {
  if (message.type === 'ready') {
    const { models, strings, view } = data;
    const environment = data.windows.every(({ all }) => all) ? 'standalone' : 'single map';
    post({ type: 'models', models, strings, view, environment });
  } else if (message.type === 'show') {
    await show(message.view);
  }
}

function decodeWindow({ tokens, isRounded, map, all }: StandaloneWindow): DecodedWindow {
  const layers = all
    ? unstack(decodeFloats(all.weights), all.survey.layers).map((layer) => unstack(layer, all.survey.heads))
    : [];
  return {
    tokens: { ...tokens, starts: Int32Array.from(tokens.starts), ends: Int32Array.from(tokens.ends) },
    isRounded,
    map: decodeFloats(map),
    layers,
    survey: all && { ...all.survey, thumbnails: decodeBase64(all.survey.thumbnails) },
  };
}

async function show(view: AttentionView): Promise<void> {
  const models = view.models.filter((id) => windows.has(id));
  const maps = await Promise.all(models.map((model) => attentionOf(model, view)));
  post({ type: 'maps', view, title: data.title, maps, caret: data.caret });
  const surveys = models.flatMap((model) => windows.get(model)!.survey ?? []);
  if (view.allHeads && surveys.length === models.length) post({ type: 'surveys', surveys });
}

async function attentionOf(model: string, view: AttentionView): Promise<Attention> {
  const { tokens, isRounded, map, layers } = windows.get(model)!;
  const specs = data.models.filter(({ id }) => view.models.includes(id));
  const spec = specs.find(({ id }) => id === model)!;
  const layer = layerOf(spec, view.layer, specs, view.part);
  if (layers.length === 0) return { ...tokens, model, isRounded, weights: map };
  const selected = typeof layer === 'number' ? [layers[layer]!] : layers;
  return {
    ...tokens,
    model,
    isRounded,
    weights: await mapFor(selected, layer, view.head, tokens.pieces.length, matrixProduct),
  };
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = characters.charCodeAt(index);
  return bytes;
}

function decodeFloats(base64: string): Float32Array {
  return new Float32Array(decodeBase64(base64).buffer);
}

/** a · b for square matrices [size, size]. */
async function matrixProduct(a: Float32Array, b: Float32Array, size: number): Promise<Float32Array> {
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

function post(message: AttentionHostMessage): void {
  dispatchEvent(new MessageEvent('message', { data: message }));
}

Object.assign(globalThis, {
  acquireVsCodeApi: () => ({
    // Answers arrive later, as they do in the editor.
    postMessage: (message: AttentionPageMessage) => setTimeout(() => void receive(message)),
    getState: () => undefined,
    setState: () => undefined,
  }),
});
