import type * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import type { ModelWindow, TokenVectors } from '../../contracts/inside';
import type { InsideHostMessage, InsideView, ShuffleEffect } from '../../contracts/insidePage';
import { unitsIn } from '../../core/attention/displayedMap';
import { sentenceAround } from '../../core/expectation/influenceChanges';
import { layersOf } from '../../core/attention/attentionSelection';
import { PROMPT_NGRAM, type ModelSpec } from '../../core/models/modelSpec';
import { shuffleWords } from '../../core/inside/shuffleWords';
import { poolVectors, similarity, tableOf, vectorAt } from '../../core/inside/vectorSimilarity';
import { shift, type Span } from '../../core/text/span';
import { actualNextToken } from '../../core/inside/actualNextToken';
import { logErrors } from '../../host/logErrors';

/** What a page asks about. */
export interface InsideQuestion {
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
export async function answerQuestion(
  inference: Inference,
  { view, title, window, caret, left, right, row }: InsideQuestion,
  log: vscode.LogOutputChannel,
  signal: AbortSignal,
): Promise<InsideHostMessage> {
  switch (view.topic) {
    case 'next token': {
      const next = await inference.nextToken({ model: view.model, left }, signal);
      const ngram = await logErrors(log, 'No guess of the n-gram', async () => {
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
        written: actualNextToken(next.texts, left, right),
      };
    }
    case 'similarity': {
      const vectors = await inference.vectors({ ...window, layers: [view.depth] }, signal);
      return { type: 'similarity', view, title, text: window.text, vectors, caret };
    }
    case 'steps': {
      const { layer, head } = view;
      return {
        type: 'steps',
        view,
        title,
        steps: await inference.attentionSteps({ ...window, layer, head, row }, signal),
      };
    }
    case 'positions':
      return { type: 'positions', view, positions: await inference.positionEncodings({ model: view.model }, signal) };
  }
}

/** What shuffling the words of the sentence at the focus does to the vector of each, in every layer. */
export async function shuffleEffect(
  inference: Inference,
  window: ModelWindow,
  spec: ModelSpec,
  random: () => number,
  signal: AbortSignal,
): Promise<ShuffleEffect> {
  const { text, focus } = window;
  const sentence = sentenceAround(text, focus);
  const changed = shuffleWords(text, sentence, random);
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
export function extentOf({ starts, ends }: TokenVectors): Span {
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

function tokensOf(vectors: TokenVectors, { start, end }: Span): number[] {
  return unitsIn(vectors, start, end);
}

/** NaN when the word has become other tokens. */
function cosineOf(before: TokenVectors, was: Span, now: TokenVectors, is: Span, layer: number): number {
  const [then, here] = [tokensOf(before, was), tokensOf(now, is)];
  const spelling = (of: TokenVectors, tokens: readonly number[]) => tokens.map((token) => of.pieces[token]).join('|');
  if (spelling(before, then) !== spelling(now, here)) return NaN;
  return similarity(meanOf(before, then, layer), meanOf(now, here, layer), 'cosine');
}

function meanOf({ pieces, vectors }: TokenVectors, tokens: readonly number[], layer: number): Float32Array {
  return vectorAt(poolVectors(tableOf(pieces.length, vectors[layer]!), [tokens]), 0);
}
