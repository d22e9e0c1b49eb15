import type * as vscode from 'vscode';
import type { InsideView } from '../../contracts/insidePageMessages';
import { fileName } from '../shared/nameOfPromptFile';
import { partAround, type PromptPart } from '../shared/promptPartOfPage';
import { readAroundCaret } from '../shared/textAroundCaret';
import type { InsideQuestion } from './answerOfEachTopic';

/** In UTF-16 code units; some vocabularies have long tokens of blanks or symbols. */
const LONGEST_TOKEN = 256;

/** A question, and the part of a prompt that it is about. */
export interface PromptQuestion {
  /** Undefined for a question about the model only. */
  readonly part: PromptPart | undefined;
  readonly question: InsideQuestion;
}

/** A question about a model, without a prompt. */
export function modelQuestion(view: InsideView): PromptQuestion {
  const window = { model: view.model, text: '', focus: 0, windowTokens: 1 };
  const question = { view, title: '', window, caret: undefined, left: '', right: '', row: undefined };
  return { part: undefined, question };
}

/** A question about the prompt in an editor; undefined without an editor. */
export function promptQuestion(
  view: InsideView,
  row: number | undefined,
  editor: vscode.TextEditor | undefined,
): PromptQuestion | undefined {
  if (!editor) return undefined;
  const part = partAround(editor);
  if (!part) return undefined;
  const { text, focus, windowTokens, whole } = part;
  const around = readAroundCaret(whole, editor.selection.active);
  return {
    part,
    question: {
      view,
      title: fileName(part.document),
      window: { model: view.model, text, focus, windowTokens },
      caret: focus,
      left: around.text.slice(0, around.focus),
      right: around.text.slice(around.focus, around.focus + LONGEST_TOKEN),
      row,
    },
  };
}
