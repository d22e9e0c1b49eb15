/** Answers the attention panel's page in place of the editor, from what the exported file holds. */
import type { Attention } from '../../src/contracts/inference';
import type { HostMessage, PageMessage, View } from '../../src/contracts/page';
import type { Standalone, StandaloneWindow } from '../../src/contracts/standalone';
import { unstack } from '../../src/core/attention';
import { mapFor } from '../../src/core/look';

const content = JSON.parse(document.getElementById('content')!.textContent) as Standalone;
const isWhole = content.windows.every(({ all }) => all);

async function receive(message: PageMessage): Promise<void> {
  if (message.type === 'ready') {
    const { models, strings, view } = content;
    const around = isWhole ? 'nothing' : 'no other map';
    post({ type: 'models', models, strings, view: { ...view, inText: false }, around });
  } else if (message.type === 'show') {
    await show(message.view);
  }
}

async function show(view: View): Promise<void> {
  const windows = view.models.flatMap((id) => content.windows.filter(({ model }) => model === id));
  const maps = await Promise.all(windows.map((window) => attentionOf(window, view)));
  post({ type: 'maps', view, title: content.title, maps, caret: content.caret });
  const surveys = windows.flatMap(({ all }) =>
    all ? [{ ...all.survey, thumbnails: fromBase64(all.survey.thumbnails) }] : [],
  );
  if (view.allHeads && surveys.length === windows.length) post({ type: 'surveys', surveys });
}

async function attentionOf({ model, tokens, map, all }: StandaloneWindow, view: View): Promise<Attention> {
  const { layer, head } = view;
  const size = tokens.pieces.length;
  const [starts, ends] = [Int32Array.from(tokens.starts), Int32Array.from(tokens.ends)];
  if (!all) return { ...tokens, starts, ends, model, weights: floats(map) };
  const { layers, heads } = all.survey;
  const each = unstack(floats(all.weights), layers).map((weights) => unstack(weights, heads));
  const weights = await mapFor(typeof layer === 'number' ? [each[layer]!] : each, layer, head, size, product);
  return { ...tokens, starts, ends, model, weights };
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
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

function post(data: HostMessage): void {
  dispatchEvent(new MessageEvent('message', { data }));
}

Object.assign(globalThis, {
  acquireVsCodeApi: () => ({
    // As in the editor, answers come later.
    postMessage: (message: PageMessage) => setTimeout(() => void receive(message)),
    getState: () => undefined,
    setState: () => undefined,
  }),
});
