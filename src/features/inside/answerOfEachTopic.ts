import type * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import type { ModelWindow } from '../../contracts/insideRequests';
import type { InsideHostMessage, InsideView } from '../../contracts/insidePageMessages';
import { PROMPT_NGRAM } from '../../core/models/embeddedModels';
import { actualNextToken } from '../../core/inside/actualNextToken';
import { undefinedWhenAborted } from '../../host/latestJob';
import { logErrors } from '../../host/logBackgroundErrors';
import { lastWords } from './leftContextBesideNextToken';
import { sentencesApart } from './readSentencesApart';

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
      const sentences = view.apart ? await sentencesApart(inference, window, vectors, view.depth, signal) : undefined;
      return { type: 'similarity', view, title, text: window.text, vectors, sentences, caret };
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
