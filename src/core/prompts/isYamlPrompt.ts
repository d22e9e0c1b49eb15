import type { PromptText } from './promptTextsInYaml';

/** Whether a path is that of a YAML file. */
export function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

/** Whether a YAML file is a prompt: it has prompts, as `promptTextsInYaml` finds them. */
export function isYamlPrompt(path: string, texts: readonly PromptText[]): boolean {
  return isYaml(path) && texts.length > 0;
}
