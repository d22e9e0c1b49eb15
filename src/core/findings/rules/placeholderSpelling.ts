import { placeholdersIn } from '../../text/findPlaceholders';
import { hideWhatHoldsNoPlaceholders } from '../../text/hideWhatHoldsNoPlaceholders';
import type { Span } from '../../text/span';
import type { CheckedPrompt } from '../checkedPrompt';
import type { Finding } from '../finding';
import { lettersOfName, withoutSeparators } from '../templates/lettersOfName';
import type { Rule } from '../rule';
import { isFilledByProgram } from '../templates/templateFiles';

/** One placeholder that is spelled in two ways. */
export const placeholderSpelling: Rule = {
  id: 'placeholder-spelling',
  title: 'A placeholder that is spelled in two ways',
  isOnByDefault: false,
  reads: 'prompt',
  find: ({ text, file }: CheckedPrompt) => {
    const all = placeholders(text);
    const spellings = groups(all, ({ marks, name }) => `${marks} ${name}`);
    const names = groups(spellings, ([each]) => `${each!.marks} ${lettersOfName(each!.name)}`);
    return names.flatMap((sameLetters) => compare(sameLetters, isFilledByProgram(file)));
  },
};

/** The span is that of the name. */
interface WrittenName extends Span {
  readonly name: string;
  /** What opens it: “{{”, “{{$”, “[”. */
  readonly marks: string;
}

/** [COMPANY NAME], but no link and no box to tick. */
const IN_BRACKETS = /(?<![\]!\\[\w])\[([A-Z][A-Z0-9]{0,30}(?:[ _-][A-Z0-9]{1,30}){0,5})\](?![[(:\w])/g;
/** “firstName”; one word, so not the “vfdP” of formulas. */
const CAMEL_CASE = /^[a-z]{2,30}(?:[A-Z][a-z]{1,30}){1,5}$/;
/** Other spellings more often than this are meant. */
const MOST_SLIPS = 3;

function placeholders(text: string): WrittenName[] {
  const inBraces = placeholdersIn(text).map(({ name, span }) => {
    const start = text.indexOf(name, span.start);
    return { name, start, end: start + name.length, marks: text.slice(span.start, start).trim() };
  });
  const visible = hideWhatHoldsNoPlaceholders(text);
  const inBrackets = Array.from(visible.matchAll(IN_BRACKETS), ({ index, 1: name }) => ({
    name: name!,
    start: index + 1,
    end: index + 1 + name!.length,
    marks: '[',
  }));
  return [...inBraces, ...inBrackets];
}

function groups<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const byKey = new Map<string, T[]>();
  for (const item of items) {
    const group = byKey.get(keyOf(item));
    if (group) group.push(item);
    else byKey.set(keyOf(item), [item]);
  }
  return [...byKey.values()];
}

/** The rarer spellings of names that have the same letters, where it is sure that they mean the same. */
function compare(spellings: readonly (readonly WrittenName[])[], isFilled: boolean): Finding[] {
  const [most, ...others] = spellings.toSorted((a, b) => b.length - a.length || a[0]!.start - b[0]!.start);
  const [model] = most!;
  return others
    .filter((other) => other.length <= MOST_SLIPS && isSameName(model!, other[0]!, isFilled))
    .flatMap((other) => other.map((each) => findingOf(model!, each, other.length < most!.length)));
}

/**
 * Where people or models fill in names, they may be asked for them in several cases: FeatureName, feature-name. But nobody
 * means two things by user_name and username, firstName and firstname, COMPANY NAME and COMPANY_NAME.
 */
function isSameName({ name: a, marks }: WrittenName, { name: b }: WrittenName, isFilled: boolean): boolean {
  if (/^[YMDHS _-]+$/i.test(a) || lettersOfName(a).length < 3) return false;
  if (isFilled && marks.startsWith('{{')) return true;
  if (a.toLowerCase() === b.toLowerCase())
    return [a, b].some(isLowerCase) && [a, b].some((name) => CAMEL_CASE.test(name));
  if (withoutSeparators(a) !== withoutSeparators(b)) return false;
  return isLowerCase(a) ? !/-/.test(a + b) : a === a.toUpperCase();
}

function isLowerCase(name: string): boolean {
  return name === name.toLowerCase();
}

function findingOf(model: WrittenName, { start, end, name }: WrittenName, isRarer: boolean): Finding {
  return {
    start,
    end,
    message: `The placeholder “${name}” is spelled “${model.name}” elsewhere. Whoever fills in one of them leaves the other in the prompt.`,
    related: { start: model.start, end: model.end },
    fix: isRarer
      ? { title: `Write “${model.name}”`, edits: [{ offset: start, length: end - start, text: model.name }] }
      : undefined,
  };
}
