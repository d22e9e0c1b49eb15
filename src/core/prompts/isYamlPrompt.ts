import type { PromptText } from './promptTextsInYaml';

/** Whether a file is YAML, by its name. */
export function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

/** Whether a file is a prompt in YAML: one with texts that `promptTextsInYaml` finds. */
export function isYamlPrompt(path: string, texts: readonly PromptText[]): boolean {
  return isYaml(path) && texts.length > 0;
}
