import type { AttentionWindowRequest } from '../../contracts/attentionRequests';
import type { AttentionPart } from '../../core/attention/attentionParts';
import type { AttendedTokens } from '../../core/attention/displayedMap';
import { commonWindow } from '../../core/tokens/windowThatAllModelsRead';
import { sliceTokens, tokensIn, type Tokens } from '../../core/tokens/tokenSpans';
import type { LoadedModel } from '../models/loadedModel';
import { generatedTokens } from './placeGeneratedTokensAfterText';

/** The tokens that one model reads in one pass, and those of the maps it gives. */
export interface AttentionWindow {
  readonly model: LoadedModel;
  /** Which attention of a text-to-text model; `encoder` for all other models. */
  readonly part: AttentionPart;
  /** Ids of the input, special tokens included. */
  readonly ids: Int32Array;
  /**
   * Ids that the model's decoder generated for the input, its start token first; empty when it has no part in the maps.
   */
  readonly generated: Int32Array;
  /** Tokens of the maps: the input, the generated ids, or both, as `part` says. */
  readonly tokens: AttendedTokens;
}

/** Windows of several models over the same part of a text, as large as all of them can read. */
export function attentionWindows(models: readonly LoadedModel[], request: AttentionWindowRequest): AttentionWindow[] {
  const { text, focus, windowTokens, part = 'encoder' } = request;
  const texts = models.map(({ tokenizer }) => tokenizer.encode(text));
  const sizes = models.map(
    ({ spec }, index) => Math.min(windowTokens, spec.contextLength ?? windowTokens) - texts[index]!.specialTokens,
  );
  const span = commonWindow(texts, focus, sizes);
  return models.map((model, index) => {
    const { from, to } = tokensIn(texts[index]!, span);
    return inputWindow(model, part, text, sliceTokens(texts[index]!, from, to));
  });
}

/** Adds generated ids to the window of a text-to-text model, and gives it the tokens of its part's maps. */
export function withGenerated(window: AttentionWindow, text: string, ids: readonly number[]): AttentionWindow {
  const generated = Int32Array.of(window.model.decoder!.start, ...ids);
  if (window.part === 'encoder') return { ...window, generated };
  const added = generatedTokens(window.model, generated, text.length);
  const { tokens } = window;
  if (window.part === 'decoder') return { ...window, generated, tokens: { ...added, task: tokens.task } };
  const both = {
    task: tokens.task,
    pieces: [...tokens.pieces, ...added.pieces],
    starts: Int32Array.of(...tokens.starts, ...added.starts),
    ends: Int32Array.of(...tokens.ends, ...added.ends),
    generated: added.generated,
  };
  return { ...window, generated, tokens: both };
}

/** The window of one model, before it generates anything. Throws when it has no token. */
function inputWindow(model: LoadedModel, part: AttentionPart, text: string, window: Tokens): AttentionWindow {
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
    starts: amongSpecialTokens(window.starts, ids.length, before),
    ends: amongSpecialTokens(window.ends, ids.length, before),
    generated: 0,
  };
  return { model, part, ids, generated: new Int32Array(0), tokens };
}

/** `offsets` of the text's tokens among `size` tokens, `before` special ones first; −1 for special tokens. */
function amongSpecialTokens(offsets: Uint32Array, size: number, before: number): Int32Array {
  const all = new Int32Array(size).fill(-1);
  all.set(offsets, before);
  return all;
}
