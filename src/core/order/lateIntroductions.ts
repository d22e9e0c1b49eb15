import { frontMatterLength } from '../text/frontMatter';
import type { Span } from '../text/span';
import type { OrderFinding } from './orderFinding';
import { anyOf, endOfLine, sentenceAt, startOfLine, type Outline } from './outline';
import { insertionForDefinition } from './insertionPoint';

/** {{name}}, ${name}, {name}, [[NAME]], [NAME], <name>, %%NAME%%, $NAME. */
const PLACEHOLDER =
  /\{\{[^{}\n]{1,60}\}\}|\$\{\w[\w.-]*\}|(?<![{$])\{[\p{L}_][\w.-]*\}(?!\})|\[\[[^\]\n]{1,60}\]\]|\[[A-Z][A-Z0-9 _/-]*\]|<[a-zA-Z][\w -]*>|%%?\w+%%?|\$[A-Z][A-Z_]+\b/gu;
const ACRONYM = /(?<![\w{[<%$#@/.-])[A-Z][A-Z0-9]{1,6}(?=s?(?![\w}\]>%]))/g;
/** Where a line or a sentence of a definition begins, before what is defined. */
const BEFORE =
  /(?:^|[.!?:;)\n(]|["”])[ \t]*(?:(?:[-*•+>|]|\d+[.)]|#{1,6})[ \t]+)?["“'*_`(|]*[ \t]*(?:(?:an?|the|note(?: that)?|here|where|in (?:this|our) (?:text|prompt|company)|by|and|replace)[,:]?[ \t]+)*(?:(?:placeholder|variable|value|term|name|abbreviation|acronym|token|field|letters|slot)[ \t]+)?["“'*_`(|]*$/i;
const SAYS =
  /^["”'*_`)|]*[ \t]*(?:\([^)\n]*\)[ \t]*)?(?:,[^,.\n]{2,60},[ \t]*)?(?:always |here |in this \w+ |simply |just |only )?(?:is|are|was|means?|stands? for|contains?|holds?|will (?:be|contain|hold)|refers? to|denotes?|represents?|we mean|I mean|marks|names|gives|tells|expands to|comes from|=|:|–|—|\|)(?![ \t]*(?:empty|missing|not |unknown|given|set to|absent|blank))/i;
/** Names that head a part of a prompt, or begin sentences. */
const NO_ROLE = new RegExp(
  `^(?:${anyOf(`
    rules format output input example examples note notes tone style task tasks step steps background context goal
    goals role roles question answer text data summary title constraints instructions definitions glossary terms
    audience length language you your it they we he she this that these those there what when if how why i the a
    an
  `)})$`,
  'i',
);
/** Labels of a long table are no roles. */
const MOST_ROLES = 200;
const NAME = String.raw`(?!The |A |An )[A-Z][a-z][\w'’-]*(?: [A-Z][a-z][\w'’-]*){0,2}`;
const ROLE_DEFINED = [
  new RegExp(
    String.raw`(?<=^[ \t]{0,12}(?:[-*•+][ \t]{1,12}|\d+[.)][ \t]{1,12}|#{1,6}[ \t]{1,12})?\*{0,3}(?:the )?)(${NAME})(?=\*{0,3}(?: \([^)\n]*\))?[ \t]{0,12}(?::|–|—| -)\*{0,3}[ \t]{0,12}\S)`,
    'gim',
  ),
  new RegExp(
    String.raw`(?<=[.!?)"”][ \t]{1,12}(?:The )?)(${NAME})(?=(?: \([^)\n]*\))?[ \t]{0,12}(?::|–|—)[ \t]{0,12}\S)`,
    'g',
  ),
  new RegExp(
    String.raw`(?<=(?:^|[.!?:)"”\n])[ \t]{0,12}(?:[-*•+][ \t]{1,12})?\*{0,3}The )(${NAME})(?=\*{0,3}(?:,[^,.\n]{2,60},)? (?:is|are|means|was) (?:an?|the|our|my|your|someone|somebody|one|responsible|whoever|in charge)\b)`,
    'g',
  ),
  new RegExp(
    String.raw`(?<=(?:^|[.!?:)"”\n])[ \t]{0,12}(?:[-*•+][ \t]{1,12})?\*{0,3})(${NAME})(?=\*{0,3}(?:,[^,.\n]{2,60},)? (?:is|are|means|was) (?:an?|the|our|my|your|someone|somebody|one|responsible|whoever|in charge)\b)`,
    'g',
  ),
  new RegExp(String.raw`(?<=\b[Bb]y (?:the )?["“]?)(${NAME})(?=["”]?,? (?:we|I) mean)`, 'g'),
];

/** Placeholders, acronyms and roles whose first use comes before they are introduced. */
export function lateIntroductions(outline: Outline): OrderFinding[] {
  return [
    ...late(outline, occurrences(outline.text, PLACEHOLDER), isTag, defines),
    ...late(outline, occurrences(outline.prose, ACRONYM), () => false, introducesAcronym),
    ...lateRoles(outline),
  ];
}

function occurrences(text: string, pattern: RegExp): Map<string, number[]> {
  const places = new Map<string, number[]>();
  const head = frontMatterLength(text);
  for (const { index, 0: word } of text.matchAll(pattern)) {
    const before = places.get(word);
    if (index < head) continue;
    if (before) before.push(index);
    else places.set(word, [index]);
  }
  return places;
}

/** Whether `<name>` is one end of an element rather than a placeholder. */
function isTag(word: string, text: string): boolean {
  return word.startsWith('<') && text.includes(`</${word.slice(1)}`);
}

function late(
  outline: Outline,
  places: ReadonlyMap<string, readonly number[]>,
  isExempt: (word: string, text: string) => boolean,
  introduces: (text: string, word: string, at: number) => boolean,
): OrderFinding[] {
  const { text } = outline;
  return [...places].flatMap(([word, [first, ...others]]) => {
    if (isExempt(word, text) || introduces(text, word, first!)) return [];
    const introduced = others.find((at) => introduces(text, word, at));
    // What is said in the same breath is soon enough.
    if (introduced === undefined || !/[.!?\n]/.test(text.slice(first!, introduced))) return [];
    const swap = spelledOut(text, word, introduced);
    if (swap && !isDefinition(outline, swap))
      return [{ kind: 'late-introduction', start: first!, end: first! + word.length, swap }];
    return [findingAt(outline, { start: first!, end: first! + word.length }, introduced)];
  });
}

function findingAt(outline: Outline, first: Span, introduced: number): OrderFinding {
  const move = definitionAt(outline, introduced);
  const to = insertionForDefinition(outline, first.start, move);
  return { kind: 'late-introduction', ...first, ...(to.at <= first.start ? { move, to } : {}) };
}

/** “DOA (dead on arrival):”, which goes for all of its line. */
const LABEL = /^[ \t]*(?:(?:[-*•+]|\d+[.)])[ \t]+)?[^\n:.!?]{1,60}:/;

/** What is to be moved for a definition to come earlier: its line, or of a longer line without a label its sentence. */
function definitionAt(outline: Outline, at: number): Span {
  const { text } = outline;
  const whole = sentenceAt(outline, at);
  // No sentence is taken to begin with a bracket, but a definition can.
  const before = /(?:[.!?]["”)]?[ \t]+)(?=[^.!?]*$)/.exec(text.slice(whole.start, at));
  const sentence = { start: whole.start + (before ? before.index + before[0].length : 0), end: whole.end };
  const line = { start: startOfLine(text, at), end: Math.min(text.length, endOfLine(text, at) + 1) };
  const isWholeLine = text.slice(line.start, line.end).trim() === text.slice(sentence.start, sentence.end).trim();
  const isLabelled = LABEL.test(text.slice(line.start, line.end)) && at - line.start < 8;
  return isWholeLine || isLabelled ? line : sentence;
}

/** Whether a sentence or line that begins with the word says what it is. */
function defines(text: string, word: string, at: number): boolean {
  return (
    BEFORE.test(text.slice(Math.max(0, at - 80), at)) && SAYS.test(text.slice(at + word.length, at + word.length + 120))
  );
}

function introducesAcronym(text: string, word: string, at: number): boolean {
  const behind = text.slice(at + word.length, at + word.length + 120);
  const before = text.slice(Math.max(0, at - 120), at);
  const inBrackets = /^s? ?\(([^)\n]{3,80})\)/.exec(behind);
  if (inBrackets && spells(word, inBrackets[1]!)) return true;
  if (/\($/.test(before) && /^s?[)]/.test(behind))
    return spells(
      word,
      before
        .slice(0, -1)
        .split(/[.!?:;\n]/)
        .at(-1)!,
    );
  const afterComma = /^,? (?:or |short for |that is,? |i\.e\.,? )?([^.,:;\n]{5,80})/.exec(behind);
  if (afterComma && behind.startsWith(',') && spells(word, afterComma[1]!)) return true;
  if (/^[ \t]*(?:is|are)? ?(?:short for|means|stands for|denotes|abbreviates|refers to|=)/.test(behind)) return true;
  if (/\b(?:abbreviated|called|known as|short(?:ened)?(?: to)?)[ \t"“]*$/.test(before)) return true;
  if (!defines(text, word, at)) return false;
  if (/^s?["”*]*[ \t]*(?:\([^)\n]*\)[ \t]*)?(?:is|are|was)\b/.test(behind))
    return (
      /^\S*(?: \([^)]*\))? (?:is|are) (?:an?|the|our|my|short|what|how|when)\b/.test(behind) || spells(word, behind)
    );
  return true;
}

/** Whether a sentence begins with what is spelled out, and says what it is: “DOA (dead on arrival): …”. */
function isDefinition(outline: Outline, { start, end }: Span): boolean {
  const before = outline.text.slice(sentenceAt(outline, start).start, start);
  return (
    /^\s*(?:(?:[-*•+]|\d+[.)])[ \t]+)?["“'*_]*(?:(?:the|an?)[ \t]+)?["“'*_]*$/i.test(before) &&
    SAYS.test(outline.text.slice(end, end + 120))
  );
}

/** “IBAN (International Bank Account Number)” or “click-through rate (CTR)”, where the acronym at `at` is spelled out so. */
function spelledOut(text: string, acronym: string, at: number): Span | undefined {
  const end = at + acronym.length;
  const behind = /^ ?\(([^)\n]{3,80})\)/.exec(text.slice(end, end + 120));
  if (behind && spells(acronym, behind[1]!)) return { start: at, end: end + behind[0].length };
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
  let at = 0;
  for (const initial of initials) if (initial === letters[at]) at++;
  return at >= letters.length && letters.length > 0;
}

function lateRoles(outline: Outline): OrderFinding[] {
  const { text, prose } = outline;
  const defined = new Map<string, number>();
  for (const pattern of ROLE_DEFINED) {
    for (const { index, 0: name } of prose.matchAll(pattern)) {
      const isKnown = defined.has(name) && defined.get(name)! <= index;
      if (!NO_ROLE.test(name) && !isKnown) defined.set(name, index);
    }
  }
  return [...defined].slice(0, MOST_ROLES).flatMap(([name, introduced]) => {
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const use = new RegExp(
      String.raw`(?:\b(?:[Tt]he|[Aa]n?|to|from|by|with|as|for|ask|let|call|then|and|consult|via|[Ll]et|[Aa]sk|[Pp]lay|[Cc]all|of|or|than|how|what|if|when) )${escaped}(?![\w’-])`,
    );
    const match = use.exec(prose);
    const first = match && match.index + match[0].length - name.length;
    if (
      first === null ||
      first >= introduced ||
      sentenceAt(outline, first).start === sentenceAt(outline, introduced).start
    )
      return [];
    const article = /\b(?:[Tt]he|[Aa]n?) $/.exec(match![0].slice(0, -name.length))?.[0].length ?? 0;
    // A name that a heading alone has is no role.
    if (text.slice(startOfLine(text, first), endOfLine(text, first)).startsWith('#')) return [];
    return [findingAt(outline, { start: first - article, end: first + name.length }, introduced)];
  });
}
