import type { AttentionWindowRequest } from '../../contracts/attention';
import type { AttendedTokens } from '../../core/attention/displayedMap';
import { commonWindow, tokensIn } from '../../core/tokens/contextWindow';
import type { AttentionPart } from '../../core/attention/attentionSelection';
import { sliceTokens, type Tokens } from '../../core/tokens/tokens';
import type { LoadedModel } from '../models/loadedModel';

/** What one model reads of a text in one pass. */
export interface AttentionWindow {
  readonly model: LoadedModel;
  /** Which of its attention, when there are several. */
  readonly part: AttentionPart;
  /** Special tokens included. */
  readonly ids: Int32Array;
  /** What the model's decoder has written of these, its first token included; none of other models. */
  readonly written: Int32Array;
  /** The tokens of the part's maps. */
  readonly tokens: AttendedTokens;
}

/** Windows of several models over the same part of the text, as large as the least of them allows. */
export function attentionWindows(models: readonly LoadedModel[], request: AttentionWindowRequest): AttentionWindow[] {
  const { text, focus, windowTokens, part = 'encoder' } = request;
  const texts = models.map(({ tokenizer }) => tokenizer.encode(text));
  const sizes = models.map(
    ({ spec }, index) => Math.min(windowTokens, spec.contextLength ?? windowTokens) - texts[index]!.specialTokens,
  );
  const span = commonWindow(texts, focus, sizes);
  return models.map((model, index) => {
    const { from, to } = tokensIn(texts[index]!, span);
    return windowOf(model, part, text, sliceTokens(texts[index]!, from, to));
  });
}

/** The window of a text-to-text model with what it has written, and the tokens of the maps of its part. */
export function withGenerated(window: AttentionWindow, text: string, ids: readonly number[]): AttentionWindow {
  const written = Int32Array.of(window.model.decoder!.start, ...ids);
  if (window.part === 'encoder') return { ...window, written };
  const read = window.tokens;
  const pieces = Array.from(written, (id) => pieceOf(window.model, id));
  // Behind the text, one after the other; the first is no text.
  const ends = Int32Array.from(pieces, () => -1);
  const starts = ends.slice();
  let offset = text.length;
  for (let token = 1; token < pieces.length; token++) {
    starts[token] = offset;
    offset += pieces[token]!.length;
    ends[token] = offset;
  }
  if (window.part === 'decoder')
    return { ...window, written, tokens: { task: read.task, pieces, starts, ends, generated: pieces.length } };
  const tokens = {
    task: read.task,
    pieces: [...read.pieces, ...pieces],
    starts: Int32Array.of(...read.starts, ...starts),
    ends: Int32Array.of(...read.ends, ...ends),
    generated: pieces.length,
  };
  return { ...window, written, tokens };
}

function windowOf(model: LoadedModel, part: AttentionPart, text: string, window: Tokens): AttentionWindow {
  const { tokenizer, spec } = model;
  const { ids, before } = tokenizer.withSpecialTokens(window.ids);
  if (ids.length === 0)
    throw new Error(
      `There is no token of ${spec.label} to look at here. Write something first, or allow a larger window.`,
    );
  const textOf = (id: number, index: number) =>
    index >= 0 && index < window.ids.length
      ? text.slice(window.starts[index], window.ends[index])
      : tokenizer.piece(id);
  const tokens = {
    task: spec.task,
    pieces: Array.from(ids, (id, index) => textOf(id, index - before)),
    starts: padded(window.starts, ids.length, before),
    ends: padded(window.ends, ids.length, before),
    generated: 0,
  };
  return { model, part, ids, written: new Int32Array(0), tokens };
}

/** A token as it reads in a text. */
function pieceOf({ tokenizer }: LoadedModel, id: number): string {
  return tokenizer.piece(id).replaceAll('▁', ' ');
}

function padded(offsets: Uint32Array, size: number, before: number): Int32Array {
  const all = new Int32Array(size).fill(-1);
  all.set(offsets, before);
  return all;
}
