import { isMap, isScalar, type Scalar } from 'yaml';
import { frontMatterLength } from '../text/frontMatter';
import { parseYaml } from './parseYaml';

/** A character of a YAML value, and where it stands in the document. */
export interface SourceCharacter {
  readonly offset: number;
  /** UTF-16 offset behind it. */
  readonly end: number;
}

/**
 * The characters (code points) of the `description` in a skill's front matter as Codex counts them: white space at the ends
 * does not count, and each run of it inside counts once.
 */
export function charactersOfSkillDescription(text: string): SourceCharacter[] {
  const frontMatter = text.slice(0, frontMatterLength(text)).replace(/---[ \t]*(?:\r?\n)?$/, '');
  const [root] = parseYaml(frontMatter);
  const description = isMap(root) ? root.get('description', true) : undefined;
  return isScalar(description) ? mergeWhiteSpace(charactersOf(frontMatter, description)) : [];
}

interface ScalarCharacter extends SourceCharacter {
  readonly blank: boolean;
}

/** A character in quotes may be written as several: `''`, `\n`, `\u00e9`. A line break behind `\` is none at all. */
const IN_SINGLE_QUOTES = /''|[^]/gu;
const IN_DOUBLE_QUOTES = /\\(?:x.{2}|u.{4}|U.{8}|\r?\n[ \t]*|[^])|[^]/gu;
const UNQUOTED = /[^]/gu;

function charactersOf(document: string, { range, type }: Scalar): ScalarCharacter[] {
  if (!range) return [];
  const [start, end] = range;
  if (type === 'QUOTE_SINGLE') return matches(document, start + 1, end - 1, IN_SINGLE_QUOTES);
  if (type === 'QUOTE_DOUBLE') return matches(document, start + 1, end - 1, IN_DOUBLE_QUOTES);
  const afterHeader = type === 'PLAIN' ? start : document.indexOf('\n', start) + 1;
  return matches(document, afterHeader, end, UNQUOTED);
}

function matches(document: string, start: number, end: number, pattern: RegExp): ScalarCharacter[] {
  return [...document.slice(start, end).matchAll(pattern)]
    .filter(([written]) => !/^\\\r?\n/.test(written))
    .map(({ 0: written, index }) => ({
      offset: start + index,
      end: start + index + written.length,
      blank: /^(?:\s|\\[ntr ])$/.test(written),
    }));
}

function mergeWhiteSpace(characters: ScalarCharacter[]): SourceCharacter[] {
  const first = characters.findIndex((character) => !character.blank);
  const last = characters.findLastIndex((character) => !character.blank);
  return characters
    .slice(Math.max(first, 0), last + 1)
    .filter((character, index, all) => !(character.blank && all[index - 1]?.blank));
}
