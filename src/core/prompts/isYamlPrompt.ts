import type { PromptText } from './promptTextsInYaml';

/** Longest YAML that is searched for prompt texts, in UTF-16 code units: longer ones take too long to parse. */
export const LONGEST_YAML = 200_000;

/** Whether a file is YAML, by its name. */
export function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

/** Whether a file is a prompt in YAML: one with texts that `promptTextsInYaml` finds. */
export function isYamlPrompt(path: string, texts: readonly PromptText[]): boolean {
  return isYaml(path) && texts.length > 0;
}
