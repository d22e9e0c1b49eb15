import { pathTest, type PathTest } from './pathTest';

/** One name of a path, or any number of folders. */
type Part = readonly WildName[] | 'folders';
/** A letter, any one letter, any letters, or one of a set. */
type WildName = string | { readonly oneOf: RegExp } | 'one' | 'many';

/** Patterns that braces may stand for. */
const MOST_PATTERNS = 1_000;

/** The patterns that a pattern with braces stands for: “*.{ts,tsx}” for “*.ts” and “*.tsx”. Beyond 1,000, braces stand for anything. */
export function withoutBraces(pattern: string): string[] {
  return patternsWithoutBraces(pattern, MOST_PATTERNS) ?? [pattern.replace(/\{.*\}/, '*')];
}

/** The patterns that a pattern with braces stands for; undefined where there are more than `most`. */
export function patternsWithoutBraces(pattern: string, most: number): string[] | undefined {
  let patterns = [pattern];
  while (patterns.some((each) => BRACES.test(each))) {
    patterns = patterns.flatMap(choicesOf);
    if (patterns.length > most) return undefined;
  }
  return patterns;
}

const BRACES = /\{([^{}]*,[^{}]*)\}/;

function choicesOf(pattern: string): string[] {
  const braces = BRACES.exec(pattern);
  if (!braces) return [pattern];
  const [before, after] = [pattern.slice(0, braces.index), pattern.slice(braces.index + braces[0].length)];
  return braces[1]!.split(',').map((choice) => before + choice.trim() + after);
}

/**
 * Makes a test for paths without a slash at the start: “*” is any letters of a name, “**” any folders, “?” one letter, “[a-c]”
 * a letter of a set, and a backslash takes the next letter as it is. Takes time in proportion to the pattern and the path.
 */
export function globTest(pattern: string, ignoreCase = false): PathTest {
  const parts = pattern.split('/').filter((name) => name !== '' && name !== '.');
  const wild: Part[] = parts.map((name) =>
    name === '**' ? 'folders' : wildName(ignoreCase ? name.toLowerCase() : name),
  );
  const text = longestTextIn(wild);
  const ofName = text.replaceAll('/', '');
  const test = (path: string) => path.includes(ofName) && fitsFolders(wild, path.split('/'));
  // In another letter case, any path may hold the text.
  return ignoreCase ? pathTest((path) => test(path.toLowerCase()), ['']) : pathTest(test, [text]);
}

/** The longest text that all paths hold which fit, with slashes around a whole name. */
function longestTextIn(parts: readonly Part[]): string {
  const texts = parts.flatMap((part, index) => {
    if (part === 'folders') return [];
    // No letter of a name is a slash.
    const letters = part.map((letter) =>
      letter === 'one' || letter === 'many' || typeof letter === 'object' ? '/' : letter,
    );
    const name = letters.join('');
    if (name.includes('/')) return name.split('/');
    return index === parts.length - 1 ? `/${name}` : `/${name}/`;
  });
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
}

function wildName(name: string): WildName[] {
  return Array.from(name.matchAll(/\\[^]|\*+|\?|\[([!^]?)([^[\]]+)\]|[^]/gu), ([text, not, set]) => {
    if (text.startsWith('*')) return 'many';
    if (text === '?') return 'one';
    if (set === undefined) return text.length > 1 && text.startsWith('\\') ? text.slice(1) : text;
    const letters = set.replace(/[\\\]^]/g, '\\$&');
    return { oneOf: setOf(not ? `[^${letters}]` : `[${letters}]`) };
  });
}

function setOf(source: string): RegExp {
  try {
    return new RegExp(source, 'u');
  } catch {
    return /(?!)/;
  }
}

/** Whether names fit parts; of several “**”, only the last one has to be tried again. */
function fitsFolders(parts: readonly Part[], names: readonly string[]): boolean {
  return fits(
    parts,
    names,
    (part) => part === 'folders',
    (part, name) => fitsName(part as readonly WildName[], name),
  );
}

function fitsName(wild: readonly WildName[], name: string): boolean {
  return fits(
    wild,
    [...name],
    (part) => part === 'many',
    (part, letter) => (typeof part === 'object' ? part.oneOf.test(letter) : part === 'one' || part === letter),
  );
}

/** Matches from left to right; where it fails, the last wildcard takes one more. */
function fits<P, T>(
  parts: readonly P[],
  texts: readonly T[],
  isWild: (part: P) => boolean,
  fitsOne: (part: P, text: T) => boolean,
): boolean {
  let [part, text, wild, resumed] = [0, 0, -1, 0];
  while (text < texts.length) {
    if (part < parts.length && isWild(parts[part]!)) [wild, resumed] = [part++, text];
    else if (part < parts.length && fitsOne(parts[part]!, texts[text]!)) [part, text] = [part + 1, text + 1];
    else if (wild >= 0) [part, text] = [wild + 1, ++resumed];
    else return false;
  }
  while (part < parts.length && isWild(parts[part]!)) part++;
  return part === parts.length;
}
