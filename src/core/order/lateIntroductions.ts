import { frontMatterLength } from '../text/frontMatter';
import type { Span } from '../text/span';
import type { OrderFinding } from './orderFindingTypes';
import { alternatives, endOfLine, sentenceAt, startOfLine, type Outline } from './promptOutline';
import { insertionForDefinition } from './insertionPoint';

/** A placeholder: {{name}}, ${name}, {name}, [[NAME]], [NAME], <name>, %%NAME%%, $NAME. */
const PLACEHOLDER =
  /\{\{[^{}\n]{1,60}\}\}|\$\{\w[\w.-]*\}|(?<![{$])\{[\p{L}_][\w.-]*\}(?!\})|\[\[[^\]\n]{1,60}\]\]|\[[A-Z][A-Z0-9 _/-]*\]|<[a-zA-Z][\w -]*>|%%?\w+%%?|\$[A-Z][A-Z_]+\b/gu;
/** An acronym of 2 to 7 letters and digits, without a plural s: “CTR” of “CTRs”. */
const ACRONYM = /(?<![\w{[<%$#@/.-])[A-Z][A-Z0-9]{1,6}(?=s?(?![\w}\]>%]))/g;
/** The text before a defined word, from the start of a line or sentence: “- The placeholder ” before “{name}”. */
const BEFORE_DEFINED =
  /(?:^|[.!?:;)\n(]|["”])[ \t]*(?:(?:[-*•+>|]|\d+[.)]|#{1,6})[ \t]+)?["“'*_`(|]*[ \t]*(?:(?:an?|the|note(?: that)?|here|where|in (?:this|our) (?:text|prompt|company)|by|and|replace)[,:]?[ \t]+)*(?:(?:placeholder|variable|value|term|name|abbreviation|acronym|token|field|letters|slot)[ \t]+)?["“'*_`(|]*$/i;
/** The text after a defined word: “ stands for …”, “: …”, but not “ is empty”. */
const AFTER_DEFINED =
  /^["”'*_`)|]*[ \t]*(?:\([^)\n]*\)[ \t]*)?(?:,[^,.\n]{2,60},[ \t]*)?(?:always |here |in this \w+ |simply |just |only )?(?:is|are|was|means?|stands? for|contains?|holds?|will (?:be|contain|hold)|refers? to|denotes?|represents?|we mean|I mean|marks|names|gives|tells|expands to|comes from|=|:|–|—|\|)(?![ \t]*(?:empty|missing|not |unknown|given|set to|absent|blank))/i;
/** Capitalized words that are not roles, because they label parts of a prompt or begin sentences: “Rules”, “You”. */
const NO_ROLE = new RegExp(
  `^(?:${alternatives(`
    rules format output input example examples note notes tone style task tasks step steps background context goal
    goals role roles question answer text data summary title constraints instructions definitions glossary terms
    audience length language you your it they we he she this that these those there what when if how why i the a
    an
  `)})$`,
  'i',
);
/** Maximum roles to check in one text; beyond that, they are the labels of a long table. */
const MAX_ROLES = 200;
/** A capitalized name of up to three words: “Senior Reviewer”. */
const NAME = String.raw`(?!The |A |An )[A-Z][a-z][\w'’-]*(?: [A-Z][a-z][\w'’-]*){0,2}`;
/** The name of a role where it is introduced. */
const ROLE_DEFINED = [
  // at the start of a line: “- **Reviewer**: checks …”
  new RegExp(
    String.raw`(?<=^[ \t]{0,12}(?:[-*•+][ \t]{1,12}|\d+[.)][ \t]{1,12}|#{1,6}[ \t]{1,12})?\*{0,3}(?:the )?)(${NAME})(?=\*{0,3}(?: \([^)\n]*\))?[ \t]{0,12}(?::|–|—| -)\*{0,3}[ \t]{0,12}\S)`,
    'gim',
  ),
  // at the start of a sentence: “Two agents. Reviewer: checks …”
  new RegExp(
    String.raw`(?<=[.!?)"”][ \t]{1,12}(?:The )?)(${NAME})(?=(?: \([^)\n]*\))?[ \t]{0,12}(?::|–|—)[ \t]{0,12}\S)`,
    'g',
  ),
  // with an article: “The Reviewer is the agent that checks …”
  new RegExp(
    String.raw`(?<=(?:^|[.!?:)"”\n])[ \t]{0,12}(?:[-*•+][ \t]{1,12})?\*{0,3}The )(${NAME})(?=\*{0,3}(?:,[^,.\n]{2,60},)? (?:is|are|means|was) (?:an?|the|our|my|your|someone|somebody|one|responsible|whoever|in charge)\b)`,
    'g',
  ),
  // without an article: “Reviewer is responsible for …”
  new RegExp(
    String.raw`(?<=(?:^|[.!?:)"”\n])[ \t]{0,12}(?:[-*•+][ \t]{1,12})?\*{0,3})(${NAME})(?=\*{0,3}(?:,[^,.\n]{2,60},)? (?:is|are|means|was) (?:an?|the|our|my|your|someone|somebody|one|responsible|whoever|in charge)\b)`,
    'g',
  ),
  // “By the Reviewer we mean …”
  new RegExp(String.raw`(?<=\b[Bb]y (?:the )?["“]?)(${NAME})(?=["”]?,? (?:we|I) mean)`, 'g'),
];

/** Finds placeholders, acronyms and roles that are used before they are introduced. */
export function lateIntroductions(outline: Outline): OrderFinding[] {
  return [
    ...lateWords(outline, occurrences(outline.text, PLACEHOLDER), isTag, defines),
    ...lateWords(outline, occurrences(outline.prose, ACRONYM), () => false, introducesAcronym),
    ...lateRoles(outline),
  ];
}

/** Offsets of each word that matches, ascending, front matter left out. */
function occurrences(text: string, pattern: RegExp): Map<string, number[]> {
  const offsets = new Map<string, number[]>();
  const bodyStart = frontMatterLength(text);
  for (const { index, 0: word } of text.matchAll(pattern)) {
    const known = offsets.get(word);
    if (index < bodyStart) continue;
    if (known) known.push(index);
    else offsets.set(word, [index]);
  }
  return offsets;
}

/** Whether `<name>` is the tag of an element rather than a placeholder. */
function isTag(word: string, text: string): boolean {
  return word.startsWith('<') && text.includes(`</${word.slice(1)}`);
}

/** Finds words that are used before one of their occurrences introduces them. */
function lateWords(
  outline: Outline,
  offsets: ReadonlyMap<string, readonly number[]>,
  isExempt: (word: string, text: string) => boolean,
  introduces: (text: string, word: string, at: number) => boolean,
): OrderFinding[] {
  const { text } = outline;
  return [...offsets].flatMap(([word, [first, ...others]]) => {
    if (isExempt(word, text) || introduces(text, word, first!)) return [];
    const introduced = others.find((at) => introduces(text, word, at));
    // An introduction in the same sentence is early enough.
    if (introduced === undefined || !/[.!?\n]/.test(text.slice(first!, introduced))) return [];
    const use = { start: first!, end: first! + word.length };
    const swapWith = spelledOut(text, word, introduced);
    if (swapWith && !isDefinition(outline, swapWith)) return [{ kind: 'late-introduction', ...use, swapWith }];
    return [findingAt(outline, use, introduced)];
  });
}

/** The finding for a first use, with the move of its later introduction where that is possible. */
function findingAt(outline: Outline, use: Span, introduced: number): OrderFinding {
  const move = definitionAt(outline, introduced);
  const to = insertionForDefinition(outline, use.start, move);
  return { kind: 'late-introduction', ...use, ...(to.offset <= use.start ? { move, to } : {}) };
}

/** A label, which defines with the whole of its line: “DOA (dead on arrival):”. */
const LABEL = /^[ \t]*(?:(?:[-*•+]|\d+[.)])[ \t]+)?[^\n:.!?]{1,60}:/;

/** The definition at `at`: its line, or its sentence when the line holds more and has no label. */
function definitionAt(outline: Outline, at: number): Span {
  const { text } = outline;
  const whole = sentenceAt(outline, at);
  // `sentences` do not break before “{” or “<”, but a definition can begin there.
  const sentenceBreak = /(?:[.!?]["”)]?[ \t]+)(?=[^.!?]*$)/.exec(text.slice(whole.start, at));
  const sentence = {
    start: whole.start + (sentenceBreak ? sentenceBreak.index + sentenceBreak[0].length : 0),
    end: whole.end,
  };
  const line = { start: startOfLine(text, at), end: Math.min(text.length, endOfLine(text, at) + 1) };
  const isWholeLine = text.slice(line.start, line.end).trim() === text.slice(sentence.start, sentence.end).trim();
  const isLabelled = LABEL.test(text.slice(line.start, line.end)) && at - line.start < 8;
  return isWholeLine || isLabelled ? line : sentence;
}

/** Whether a sentence or line that begins with the word defines it. */
function defines(text: string, word: string, at: number): boolean {
  return (
    BEFORE_DEFINED.test(text.slice(Math.max(0, at - 80), at)) &&
    AFTER_DEFINED.test(text.slice(at + word.length, at + word.length + 120))
  );
}

/** “ (click-through rate)” after an acronym. */
const IN_BRACKETS = /^s? ?\(([^)\n]{3,80})\)/;
/** “, short for click-through rate” after an acronym. */
const AFTER_COMMA = /^,? (?:or |short for |that is,? |i\.e\.,? )?([^.,:;\n]{5,80})/;
/** “ stands for …” after an acronym. */
const STANDS_FOR = /^[ \t]*(?:is|are)? ?(?:short for|means|stands for|denotes|abbreviates|refers to|=)/;
/** “known as ” before an acronym. */
const CALLED = /\b(?:abbreviated|called|known as|short(?:ened)?(?: to)?)[ \t"“]*$/;
/** “ (in ads) is …” after an acronym. */
const IS = /^s?["”*]*[ \t]*(?:\([^)\n]*\)[ \t]*)?(?:is|are|was)\b/;
/** “ is the share of …” after an acronym. */
const IS_A = /^\S*(?: \([^)]*\))? (?:is|are) (?:an?|the|our|my|short|what|how|when)\b/;

/** Whether the acronym at `at` is spelled out or defined there. */
function introducesAcronym(text: string, acronym: string, at: number): boolean {
  const after = text.slice(at + acronym.length, at + acronym.length + 120);
  const before = text.slice(Math.max(0, at - 120), at);
  const inBrackets = IN_BRACKETS.exec(after);
  if (inBrackets && spells(acronym, inBrackets[1]!)) return true;
  // The acronym itself is in brackets: “click-through rate (CTR)”.
  if (before.endsWith('(') && /^s?[)]/.test(after)) {
    const clauses = before.slice(0, -1).split(/[.!?:;\n]/);
    return spells(acronym, clauses.at(-1)!);
  }
  const afterComma = AFTER_COMMA.exec(after);
  if (afterComma && after.startsWith(',') && spells(acronym, afterComma[1]!)) return true;
  if (STANDS_FOR.test(after) || CALLED.test(before)) return true;
  if (!defines(text, acronym, at)) return false;
  return !IS.test(after) || IS_A.test(after) || spells(acronym, after);
}

/** Begins a sentence or list item, up to an article: “- The ”. */
const SENTENCE_START = /^\s*(?:(?:[-*•+]|\d+[.)])[ \t]+)?["“'*_]*(?:(?:the|an?)[ \t]+)?["“'*_]*$/i;

/** Whether a sentence begins with this spelled-out form and defines it: “DOA (dead on arrival): …”. */
function isDefinition(outline: Outline, { start, end }: Span): boolean {
  const before = outline.text.slice(sentenceAt(outline, start).start, start);
  return SENTENCE_START.test(before) && AFTER_DEFINED.test(outline.text.slice(end, end + 120));
}

/**
 * The spelled-out form around the acronym at `at`: “IBAN (International Bank Account Number)” or “click-through rate
 * (CTR)”. Undefined when it is not spelled out there.
 */
function spelledOut(text: string, acronym: string, at: number): Span | undefined {
  const end = at + acronym.length;
  const inBrackets = /^ ?\(([^)\n]{3,80})\)/.exec(text.slice(end, end + 120));
  if (inBrackets && spells(acronym, inBrackets[1]!)) return { start: at, end: end + inBrackets[0].length };
  if (text[at - 1] !== '(' || text[end] !== ')') return undefined;
  const from = Math.max(0, at - 121);
  const before = /[^.!?:;\n]*$/.exec(text.slice(from, at - 1))![0];
  const words = [...before.matchAll(/[\p{L}\p{N}]+/gu)];
  const first = words.findLast(({ index }) => spells(acronym, before.slice(index)));
  return first && { start: at - 1 - before.length + first.index, end: end + 1 };
}

/** Whether the letters of an acronym begin the words of `phrase`, in order. */
function spells(acronym: string, phrase: string): boolean {
  const initials = (phrase.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word[0]!.toUpperCase());
  const letters = [...acronym.replace(/\d/g, '')];
  let matched = 0;
  for (const initial of initials) if (initial === letters[matched]) matched++;
  return matched >= letters.length && letters.length > 0;
}

/** Finds roles that are used in a sentence before the one that introduces them. */
function lateRoles(outline: Outline): OrderFinding[] {
  return [...introducedRoles(outline.prose)].slice(0, MAX_ROLES).flatMap(([name, introduced]) => {
    const use = firstUseOf(name, outline.prose);
    if (!use || use.end - name.length >= introduced) return [];
    const nameStart = use.end - name.length;
    if (sentenceAt(outline, nameStart).start === sentenceAt(outline, introduced).start) return [];
    // A capitalized word in a heading is not the use of a role.
    const line = outline.text.slice(startOfLine(outline.text, nameStart), endOfLine(outline.text, nameStart));
    return line.startsWith('#') ? [] : [findingAt(outline, use, introduced)];
  });
}

/** Offset at which each role is introduced first. */
function introducedRoles(prose: string): Map<string, number> {
  const roles = new Map<string, number>();
  for (const pattern of ROLE_DEFINED) {
    for (const { index, 0: name } of prose.matchAll(pattern)) {
      const isKnown = roles.has(name) && roles.get(name)! <= index;
      if (!NO_ROLE.test(name) && !isKnown) roles.set(name, index);
    }
  }
  return roles;
}

/**
 * The first use of a role after an article, preposition or verb, with the article: “the Reviewer” of “ask the
 * Reviewer”.
 */
function firstUseOf(name: string, prose: string): Span | undefined {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const use = new RegExp(
    String.raw`(?:\b(?:[Tt]he|[Aa]n?|to|from|by|with|as|for|ask|let|call|then|and|consult|via|[Ll]et|[Aa]sk|[Pp]lay|[Cc]all|of|or|than|how|what|if|when) )${escaped}(?![\w’-])`,
  );
  const match = use.exec(prose);
  if (!match) return undefined;
  const end = match.index + match[0].length;
  const article = /\b(?:[Tt]he|[Aa]n?) $/.exec(match[0].slice(0, -name.length))?.[0].length ?? 0;
  return { start: end - name.length - article, end };
}
