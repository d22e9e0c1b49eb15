import type { WindowRequest } from '../../contracts/inference';
import type { AttendedTokens } from '../../core/attentionPlane';
import { commonWindow, tokensIn } from '../../core/contextWindow';
import { sliceTokens, type Tokens } from '../../core/tokens';
import type { LoadedModel } from '../models/loadedModel';

/** What one model reads of a text in one pass. */
export interface AttentionWindow {
  readonly model: LoadedModel;
  /** Special tokens included. */
  readonly ids: Int32Array;
  readonly tokens: AttendedTokens;
}

/** Windows of several models over the same part of the text, as large as the least of them allows. */
export function windowsOf(models: readonly LoadedModel[], request: WindowRequest): AttentionWindow[] {
  const { text, focus, windowTokens } = request;
  const texts = models.map(({ tokenizer }) => tokenizer.encode(text));
  const sizes = models.map(({ spec }, index) => Math.min(windowTokens, spec.contextLength) - texts[index]!.added);
  const span = commonWindow(texts, focus, sizes);
  return models.map((model, index) => {
    const { from, to } = tokensIn(texts[index]!, span);
    return windowOf(model, text, sliceTokens(texts[index]!, from, to));
  });
}

function windowOf(model: LoadedModel, text: string, window: Tokens): AttentionWindow {
  const { tokenizer, spec } = model;
  const { ids, before } = tokenizer.withSpecialTokens(window.ids);
  const pieceOf = (id: number, index: number) =>
    index >= 0 && index < window.ids.length
      ? text.slice(window.starts[index], window.ends[index])
      : tokenizer.piece(id);
  const tokens = {
    task: spec.task,
    pieces: Array.from(ids, (id, index) => pieceOf(id, index - before)),
    starts: padded(window.starts, ids.length, before),
    ends: padded(window.ends, ids.length, before),
  };
  return { model, ids, tokens };
}

function padded(offsets: Uint32Array, size: number, before: number): Int32Array {
  const all = new Int32Array(size).fill(-1);
  all.set(offsets, before);
  return all;
}
