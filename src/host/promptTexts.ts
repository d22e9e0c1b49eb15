import type * as vscode from 'vscode';
import { isYaml, LONGEST_YAML } from '../core/prompts/isYamlPrompt';
import { promptTextsInPrompty } from '../core/prompts/promptTextsInPrompty';
import { promptTextsInYaml, type PromptText } from '../core/prompts/promptTextsInYaml';

const found = new WeakMap<vscode.TextDocument, { version: number; texts: readonly PromptText[] | undefined }>();

/** The prompt texts that a YAML or prompty document holds; undefined for a document that holds none or is one text. */
export function promptTextsOf(document: vscode.TextDocument): readonly PromptText[] | undefined {
  const { version } = document;
  const known = found.get(document);
  if (known?.version === version) return known.texts;
  const texts = read(document);
  found.set(document, { version, texts });
  return texts;
}

function read(document: vscode.TextDocument): readonly PromptText[] | undefined {
  const { path } = document.uri;
  if (/\.prompty$/i.test(path)) return promptTextsInPrompty(document.getText());
  if (document.languageId !== 'yaml' && !isYaml(path)) return undefined;
  const text = document.getText();
  const texts = text.length > LONGEST_YAML ? [] : promptTextsInYaml(text, path);
  return texts.length > 0 ? texts : undefined;
}
