import type * as vscode from 'vscode';
import { isAnswersFile } from '../../core/sentences/answers';
import { promptInFile, promptOfFile, type PromptVersion } from '../../core/sentences/promptVersion';
import { documentRole } from '../../host/documentRole';
import { promptTextsOf } from '../../host/promptTexts';

/** A prompt, and how it is found in any version of its file. */
export interface PromptToCompare {
  readonly document: vscode.TextDocument;
  /** The prompt in a version of the file; undefined where that version has none of its name. */
  readIn(file: string): PromptVersion | undefined;
}

/** The prompt or text that an editor shows, in YAML the one at the caret; undefined when there is none. */
export function promptToCompare({ document, selection }: vscode.TextEditor): PromptToCompare | undefined {
  const { path } = document.uri;
  if (documentRole(document) === 'other' || isAnswersFile(path)) return undefined;
  const texts = promptTextsOf(document);
  if (!texts) return { document, readIn: promptOfFile };
  const caret = document.offsetAt(selection.active);
  const name = texts.find(({ span }) => span.start <= caret && caret <= span.end)?.name;
  return name === undefined ? undefined : { document, readIn: (file) => promptInFile(file, path, name) };
}
