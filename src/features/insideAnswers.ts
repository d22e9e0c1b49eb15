import type * as vscode from 'vscode';
import type { Inference, ModelWindow, Vectors } from '../contracts/inference';
import type { InsideHostMessage, InsideView, Moved } from '../contracts/insidePage';
import { unitsIn } from '../core/attentionPlane';
import { sentenceAround } from '../core/influence';
import { layersOf } from '../core/look';
import { PROMPT_NGRAM, type ModelSpec } from '../core/models';
import { shuffled } from '../core/shuffle';
import { pooled, similarity, tableOf, vectorAt } from '../core/similarity';
import { shift, type Span } from '../core/span';
import { tokenWritten } from '../core/written';
import { quietly } from '../host/quietly';

/** What a page asks about. */
export interface Question {
  readonly view: InsideView;
  /** Name of the prompt's file. */
  readonly title: string;
  readonly window: ModelWindow;
  /** The caret in the window's text; undefined when it is not in it. */
  readonly caret: number | undefined;
  /** All that stands before the caret, with line feeds alone. */
  readonly left: string;
  /** What stands behind it, as far as a token can reach. */
  readonly right: string;
  /** Index of the token to show the steps of; undefined for that at the caret. */
  readonly row: number | undefined;
}

/** Characters of the left context that are shown. */
const SHOWN_LEFT = 60;

/** What the page is told in answer to its view. */
export async function answer(
  inference: Inference,
  { view, title, window, caret, left, right, row }: Question,
  log: vscode.LogOutputChannel,
  signal: AbortSignal,
): Promise<InsideHostMessage> {
  switch (view.topic) {
    case 'next token': {
      const next = await inference.nextToken({ model: view.model, left }, signal);
      const ngram = await quietly(log, 'No guess of the n-gram', async () => {
        const guess = inference.nextToken({ model: PROMPT_NGRAM, left }, signal);
        // That it was given up is nothing to be logged.
        return guess.catch((error: unknown) => {
          if (signal.aborted) return undefined;
          throw error;
        });
      });
      return {
        type: 'next token',
        view,
        title,
        left: lastWords(left),
        next,
        ngram,
        written: tokenWritten(next.texts, left, right),
      };
    }
    case 'similarity': {
      const vectors = await inference.vectors({ ...window, layers: [view.depth] }, signal);
      return { type: 'similarity', view, title, text: window.text, vectors, caret };
    }
    case 'steps': {
      const { layer, head } = view;
      return { type: 'steps', view, title, steps: await inference.steps({ ...window, layer, head, row }, signal) };
    }
    case 'positions':
      return { type: 'positions', view, positions: await inference.positions({ model: view.model }, signal) };
  }
}

/** What shuffling the words of the sentence at the focus does to the vector of each, in every layer. */
export async function moved(
  inference: Inference,
  window: ModelWindow,
  spec: ModelSpec,
  random: () => number,
  signal: AbortSignal,
): Promise<Moved> {
  const { text, focus } = window;
  const sentence = sentenceAround(text, focus);
  const changed = shuffled(text, sentence, random);
  const layers = Array.from({ length: layersOf(spec, 'encoder') + 1 }, (_, layer) => layer);
  // Words can have other tokens where they stand now, by which the window would move. So both texts are cut alike first.
  const part = extentOf(await inference.vectors({ ...window, layers: [0] }, signal));
  const partOf = (whole: string) => ({ ...window, text: whole.slice(part.start, part.end), focus: 0, layers });
  const before = await inference.vectors(partOf(text), signal);
  const now = await inference.vectors(partOf(changed.text), signal);
  const words = changed.words.map((places) => ({
    before: shift(places.before, -part.start),
    now: shift(places.now, -part.start),
    text: text.slice(places.before.start, places.before.end),
  }));
  const seen = words.filter((word) => tokensOf(before, word.before).length > 0 && tokensOf(now, word.now).length > 0);
  if (seen.length < 2) throw new Error(NO_SENTENCE);
  return {
    words: seen.map((word) => word.text),
    sentence: changed.text.slice(sentence.start, sentence.end),
    cosines: Float32Array.from(
      layers.flatMap((layer) => seen.map((word) => cosineOf(before, word.before, now, word.now, layer))),
    ),
  };
}

/** Whether the number of a token means the same token in another view. */
export function isOfSameTokens(before: InsideView | undefined, now: InsideView): boolean {
  return before?.topic === now.topic && before.model === now.model;
}

/** From where the first of the tokens begins to where the last ends; special ones have no place in the text. */
export function extentOf({ starts, ends }: Vectors): Span {
  const tokens = [...starts.keys()].filter((token) => ends[token]! > starts[token]!);
  return { start: starts[tokens[0] ?? 0] ?? 0, end: ends[tokens.at(-1) ?? 0] ?? 0 };
}

const NO_SENTENCE = 'There is no sentence of two words at the caret to shuffle. Put the caret into one, and try again.';

/** The end of a text, from where a word begins; an ellipsis stands for what was left out. */
function lastWords(text: string): string {
  if (text.length <= SHOWN_LEFT) return text;
  // A word longer than that may be cut, but not between the halves of a character.
  const end = text.slice(-SHOWN_LEFT).replace(/^\S*\s|^[\uDC00-\uDFFF]/, '');
  return `… ${end}`;
}

function tokensOf(vectors: Vectors, { start, end }: Span): number[] {
  return unitsIn(vectors, start, end);
}

/** NaN when the word has become other tokens. */
function cosineOf(before: Vectors, was: Span, now: Vectors, is: Span, layer: number): number {
  const [then, here] = [tokensOf(before, was), tokensOf(now, is)];
  const spelling = (of: Vectors, tokens: readonly number[]) => tokens.map((token) => of.pieces[token]).join('|');
  if (spelling(before, then) !== spelling(now, here)) return NaN;
  return similarity(meanOf(before, then, layer), meanOf(now, here, layer), 'cosine');
}

function meanOf({ pieces, vectors }: Vectors, tokens: readonly number[], layer: number): Float32Array {
  return vectorAt(pooled(tableOf(pieces.length, vectors[layer]!), [tokens]), 0);
}
