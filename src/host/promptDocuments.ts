import * as vscode from 'vscode';
import { setting } from './settings';

const SCHEMES = ['file', 'untitled', 'vscode-userdata', 'vscode-vfs'];
const UNTITLED_LANGUAGES = ['plaintext', 'markdown'];

/** Which documents are prompts: the globs of `leftContext.include`, and untitled plain text or Markdown. */
export function promptSelector(): vscode.DocumentFilter[] {
  const byGlob = SCHEMES.flatMap((scheme) => setting('include').map((pattern) => ({ scheme, pattern })));
  const untitled = UNTITLED_LANGUAGES.map((language) => ({ scheme: 'untitled', language }));
  return [...byGlob, ...untitled];
}

export function isPrompt(document: vscode.TextDocument): boolean {
  return vscode.languages.match(promptSelector(), document) > 0;
}

/** The prompt in the editor that has the focus, or had it last; undefined when that is no prompt. */
export function activePrompt(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor && isPrompt(editor.document) ? editor : undefined;
}
