import type * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import type { ModelWindow, TokenVectors } from '../../contracts/insideRequests';
import type { InsideHostMessage, InsideView, ShuffleEffect } from '../../contracts/insidePageMessages';
import { unitsIn } from '../../core/attention/displayedMap';
import { sentenceAround } from '../../core/expectation/removeOrMovePassage';
import { layersOf } from '../../core/attention/attentionSelection';
import { PROMPT_NGRAM, type ModelSpec } from '../../core/models/modelSpec';
import { shuffleWords } from '../../core/inside/shuffleWords';
import { poolVectors, similarity, tableOf, vectorAt } from '../../core/inside/vectorSimilarity';
import { shift, type Span } from '../../core/text/span';
import { actualNextToken } from '../../core/inside/actualNextToken';
import { undefinedWhenAborted } from '../../host/latestJob';
import { logErrors } from '../../host/logErrors';

/** A page's question about a model and a prompt. */
export interface InsideQuestion {
  readonly view: InsideView;
  /** Name of the prompt's file. */
  readonly title: string;
  readonly window: ModelWindow;
  /** UTF-16 offset of the caret in the window's text; undefined without a prompt. */
  readonly caret: number | undefined;
  /** The left context of the caret, with line feeds as line ends. */
  readonly left: string;
  /** The text after the caret, as far as a token can reach. */
  readonly right: string;
  /** Index of the token to show the steps of; undefined for the one at the caret. */
  readonly row: number | undefined;
}

/** UTF-16 code units of the left context that the page displays. */
const DISPLAYED_LEFT = 60;

/** Answers a question with the message that the page displays. */
export async function answerQuestion(
  inference: Inference,
  question: InsideQuestion,
  log: vscode.LogOutputChannel,
  signal: AbortSignal,
): Promise<InsideHostMessage> {
  const { view, title, window, caret, row } = question;
  switch (view.topic) {
    case 'next token':
      return answerNextToken(inference, question, log, signal);
    case 'similarity': {
      const vectors = await inference.vectors({ ...window, layers: [view.depth] }, signal);
      return { type: 'similarity', view, title, text: window.text, vectors, caret };
    }
    case 'steps': {
      const { layer, head } = view;
      const steps = await inference.attentionSteps({ ...window, layer, head, row }, signal);
      return { type: 'steps', view, title, steps };
    }
    case 'positions':
      return { type: 'positions', view, positions: await inference.positionEncodings({ model: view.model }, signal) };
  }
}

/** The model's next token beside the n-gram's, which is left out when it fails. */
async function answerNextToken(
  inference: Inference,
  { view, title, left, right }: InsideQuestion,
  log: vscode.LogOutputChannel,
  signal: AbortSignal,
): Promise<InsideHostMessage> {
  const next = await inference.nextToken({ model: view.model, left }, signal);
  const ngram = await logErrors(log, 'No prediction of the n-gram', () =>
    // An aborted request is no failure to log.
    undefinedWhenAborted(signal, () => inference.nextToken({ model: PROMPT_NGRAM, left }, signal)),
  );
  const actual = actualNextToken(next.texts, left, right);
  return { type: 'next token', view, title, left: lastWords(left), next, ngram, actual };
}

/** Measures how shuffling the words of the sentence at the focus changes the vector of each word, in every layer. */
export async function shuffleEffect(
  inference: Inference,
  window: ModelWindow,
  spec: ModelSpec,
  random: () => number,
  signal: AbortSignal,
): Promise<ShuffleEffect> {
  const { text, focus } = window;
  const sentence = sentenceAround(text, focus);
  const shuffled = shuffleWords(text, sentence, random);
  const layers = Array.from({ length: layersOf(spec, 'encoder') + 1 }, (_, layer) => layer);
  // A moved word can have other tokens, which would move the window. So both texts are cut to the same part first.
  const part = extentOf(await inference.vectors({ ...window, layers: [0] }, signal));
  const request = (whole: string) => ({ ...window, text: whole.slice(part.start, part.end), focus: 0, layers });
  const before = await inference.vectors(request(text), signal);
  const after = await inference.vectors(request(shuffled.text), signal);
  const words = shuffled.words
    .map((spans) => ({
      text: text.slice(spans.before.start, spans.before.end),
      before: tokensOf(before, shift(spans.before, -part.start)),
      after: tokensOf(after, shift(spans.after, -part.start)),
    }))
    .filter((word) => word.before.length > 0 && word.after.length > 0);
  if (words.length < 2) throw new Error(NO_SENTENCE);
  return {
    words: words.map((word) => word.text),
    sentence: shuffled.text.slice(sentence.start, sentence.end),
    cosines: Float32Array.from(
      layers.flatMap((layer) => words.map((word) => cosineOf(before, word.before, after, word.after, layer))),
    ),
  };
}

/** Whether two views list the same tokens, so that an index means the same token in both. */
export function isSameTokenList(a: InsideView | undefined, b: InsideView): boolean {
  return a?.topic === b.topic && a.model === b.model;
}

/** From the start of the first token in the text to the end of the last one; special tokens are not in the text. */
export function extentOf({ starts, ends }: TokenVectors): Span {
  const tokens = [...starts.keys()].filter((token) => ends[token]! > starts[token]!);
  return { start: starts[tokens[0] ?? 0] ?? 0, end: ends[tokens.at(-1) ?? 0] ?? 0 };
}

const NO_SENTENCE = 'The caret is in no sentence of two words or more. Put it into one, and shuffle again.';

/** The end of a text, from the start of a word; an ellipsis stands for what is left out. */
function lastWords(text: string): string {
  if (text.length <= DISPLAYED_LEFT) return text;
  // A longer word is cut, but not between the two code units of a character.
  const end = text.slice(-DISPLAYED_LEFT).replace(/^\S*\s|^[\uDC00-\uDFFF]/, '');
  return `… ${end}`;
}

function tokensOf(vectors: TokenVectors, { start, end }: Span): number[] {
  return unitsIn(vectors, start, end);
}

/** Cosine of a word's mean vectors in two texts; NaN when its tokens differ. */
function cosineOf(
  before: TokenVectors,
  tokensBefore: readonly number[],
  after: TokenVectors,
  tokensAfter: readonly number[],
  layer: number,
): number {
  if (spellingOf(before, tokensBefore) !== spellingOf(after, tokensAfter)) return NaN;
  return similarity(meanOf(before, tokensBefore, layer), meanOf(after, tokensAfter, layer), 'cosine');
}

function spellingOf({ pieces }: TokenVectors, tokens: readonly number[]): string {
  return tokens.map((token) => pieces[token]).join('|');
}

function meanOf({ pieces, vectors }: TokenVectors, tokens: readonly number[], layer: number): Float32Array {
  return vectorAt(poolVectors(tableOf(pieces.length, vectors[layer]!), [tokens]), 0);
}
