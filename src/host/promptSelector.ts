import * as vscode from 'vscode';
import { cachedFromSettings, setting } from './settings';

const SCHEMES = ['file', 'untitled', 'vscode-userdata', 'vscode-vfs'];
const UNTITLED_LANGUAGES = ['plaintext', 'markdown'];

/** Selects the documents that are prompts: files matching `leftContext.include`, and untitled plain text or Markdown. */
export const promptSelector = cachedFromSettings(['include'], (): readonly vscode.DocumentFilter[] => {
  const globs = setting('include');
  const byGlob = SCHEMES.flatMap((scheme) => globs.map((pattern) => ({ scheme, pattern })));
  const untitled = UNTITLED_LANGUAGES.map((language) => ({ scheme: 'untitled', language }));
  return [...byGlob, ...untitled];
});

/** Whether a document is a prompt. */
export function isPrompt(document: vscode.TextDocument): boolean {
  return vscode.languages.match(promptSelector(), document) > 0;
}

/** The active editor if it shows a prompt; without focus on any editor, the one that had it last. */
export function activePrompt(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor && isPrompt(editor.document) ? editor : undefined;
}
