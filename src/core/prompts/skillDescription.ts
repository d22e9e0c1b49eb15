import { isMap, isScalar } from 'yaml';
import { frontMatterLength } from '../text/frontMatter';
import type { Span } from '../text/span';
import { charactersOfYamlText, type WrittenCharacter } from './charactersOfYamlText';
import { parseYaml } from './parseYaml';
import { textOfYamlScalar } from './textOfYamlScalar';

/**
 * The characters (code points) of the `description` in a skill's front matter as Codex counts them: white space at the ends
 * does not count, and each run of it inside counts once.
 */
export function charactersOfSkillDescription(text: string): Span[] {
  const frontMatter = text.slice(0, frontMatterLength(text)).replace(/---[ \t]*(?:\r?\n)?$/, '');
  const [root] = parseYaml(frontMatter);
  const scalar = isMap(root) ? root.get('description', true) : undefined;
  if (!isScalar(scalar) || typeof scalar.value !== 'string') return [];
  const description = textOfYamlScalar(frontMatter, scalar.value, scalar);
  return description ? mergeWhiteSpace(charactersOfYamlText(frontMatter, description.span)) : [];
}

function mergeWhiteSpace(characters: WrittenCharacter[]): Span[] {
  const first = characters.findIndex(({ isBlank }) => !isBlank);
  const last = characters.findLastIndex(({ isBlank }) => !isBlank);
  return characters
    .slice(Math.max(first, 0), last + 1)
    .filter(({ isBlank }, index, all) => !(isBlank && all[index - 1]?.isBlank));
}
