import * as vscode from 'vscode';
import { isYamlPrompt } from '../core/prompts/isYamlPrompt';
import { promptFileKind } from '../core/prompts/promptFileKinds';
import { fileChoice, onDidChangeFileChoices } from './fileChoices';
import { promptTextsOf } from './promptTexts';
import { onDidChangeSettings, setting } from './settings';

/**
 * What a document is to Left Context. In a prompt everything works by itself. In text, which is other Markdown and plain
 * text, tokens are counted, and everything else works on request. In other documents only the selection is read.
 */
export type DocumentRole = 'prompt' | 'text' | 'other';

/** Of documents that are, or become, files. */
export const SCHEMES_OF_FILES = ['file', 'untitled', 'vscode-userdata', 'vscode-vfs', 'vscode-remote'];
/** Of documents with what an agent is sent. */
export const SENT_TO_AGENT = 'left-context-sent';
const SCHEMES = [...SCHEMES_OF_FILES, SENT_TO_AGENT, 'vscode-notebook-cell'];
const TEXT_LANGUAGES = ['markdown', 'plaintext'];
/** VS Code's own languages for prompts, and that of the walkthrough's sample. */
const PROMPT_LANGUAGES = ['prompt', 'instructions', 'chatagent', 'chatmode', 'skill', 'left-context-sample'];

/**
 * A document's role. A choice for the file comes first. Globs in `leftContext.include` replace the kinds of file that are
 * prompts by themselves; untitled Markdown and plain text are prompts in any case.
 */
export function documentRole(document: vscode.TextDocument): DocumentRole {
  if (!SCHEMES.includes(document.uri.scheme)) return 'other';
  const isText = TEXT_LANGUAGES.includes(document.languageId);
  const isChosen = fileChoice(document.uri).isPrompt;
  if (isChosen ?? isPromptByItself(document, isText)) return 'prompt';
  return isText || PROMPT_LANGUAGES.includes(document.languageId) ? 'text' : 'other';
}

function isPromptByItself(document: vscode.TextDocument, isText: boolean): boolean {
  if (document.uri.scheme === 'vscode-notebook-cell') return false;
  if (document.uri.scheme === SENT_TO_AGENT || (document.isUntitled && isText)) return true;
  const globs = setting('include', document);
  if (globs.length > 0)
    return (
      vscode.languages.match(
        globs.map((pattern) => ({ pattern })),
        document,
      ) > 0
    );
  const { path } = document.uri;
  const isKnown = PROMPT_LANGUAGES.includes(document.languageId) || promptFileKind(path) !== undefined;
  return isKnown || isYamlPrompt(path, promptTextsOf(document) ?? []);
}

/** Whether a document is a prompt. */
export function isPrompt(document: vscode.TextDocument): boolean {
  return documentRole(document) === 'prompt';
}

/** The active editor if it shows a prompt; without focus on any editor, the one that had it last. */
export function activePrompt(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor && isPrompt(editor.document) ? editor : undefined;
}

/** Calls `listener` when documents may have another role than before. */
export function onDidChangeRoles(listener: () => void): vscode.Disposable {
  return vscode.Disposable.from(onDidChangeSettings(['include'], listener), onDidChangeFileChoices(listener));
}
