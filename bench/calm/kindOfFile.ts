import { isYamlPrompt } from '../../src/core/prompts/isYamlPrompt';
import { promptFileKind, type PromptFileKindId } from '../../src/core/prompts/promptFileKinds';
import { promptTextsInYaml } from '../../src/core/prompts/promptTextsInYaml';

/** A kind of prompt file, YAML with prompts in it, other Markdown and plain text, or anything else. */
export type KindOfFile = PromptFileKindId | 'promptsInYaml' | 'text' | 'other';

/**
 * The kind of a file.
 *
 * @param path with forward slashes, one at the start
 * @param languageId VS Code's language of the file
 */
export function kindOfFile(path: string, text: string, languageId: string): KindOfFile {
  const kind = promptFileKind(path);
  if (kind) return kind.id;
  if (isYamlPrompt(path, promptTextsInYaml(text, path))) return 'promptsInYaml';
  return languageId === 'markdown' || languageId === 'plaintext' ? 'text' : 'other';
}
