import { endOfLine, startOfLine } from '../../text/outline/lineBounds';
import { stemsOf } from '../../text/outline/matchWordsByStem';
import { sentenceAt, type Outline } from '../../text/outline/promptOutline';
import type { Span } from '../../text/span';
import type { CheckedPrompt } from '../checkedPrompt';
import type { Finding } from '../finding';
import { numberedParts } from '../words/numberedParts';
import { plainProse } from '../words/plainProse';
import type { Rule } from '../rule';

export const missingSection: Rule = {
  id: 'missing-section',
  title: 'A reference to a section or a step that does not exist',
  isOnByDefault: false,
  reads: 'prompt',
  find,
};

/** Words that send the reader to a place, and words that name a place after an article: “see Tone”, “in the Tone section”. */
const GO = '[Ss]ee|[Ff]ollow|[Ff]ollowing|[Uu]se|[Uu]sing|[Pp]er|[Rr]epeat';
const AT = '[Ii]n|[Uu]nder|[Ff]rom|[Tt]o|[Aa]t|[Aa]fter|[Bb]efore';
const NAME = String.raw`["“*_]{0,3}([A-Z][\w/&’'-]{1,40}(?: (?:[A-Z][\w/&’'-]{0,40}|and|of|the|for|to|&)){0,5}?)["”*_]{0,3}`;
/** References to a section by its name, one form a line. Without “see”, “above” or “below” it may be in the answer. */
const NAMED = [
  // “see **Output Format** below”, “in the Output Format section above”, but not “below 3.8”
  new RegExp(
    String.raw`\b(?:(?:${GO})(?: the)?|(?:${AT}) the) ${NAME} (?:(?:section|heading|table|list|template) )?(?:above|below)\b(?! ?[\d$€])`,
    'g',
  ),
  // “see the Output Format section”
  new RegExp(String.raw`\b[Ss]ee (?:the )?${NAME} section\b(?! (?:in|of) )`, 'g'),
];
/** “Step 7” of “go back to Step 7”, but not of “Step 7.2” and “Step 7 of the guide” */
const NUMBERED = new RegExp(
  String.raw`\b(?:${GO}|${AT}) ((?:[Ss]tep|STEP|[Pp]hase|PHASE|[Ss]tage|STAGE|[Ss]ection|SECTION) (\d{1,2}))(?!\.?\d|[\w-]|['’]s| (?:of|in) )`,
  'g',
);
/** “guide.md”, “[the guide](…)”: another text, which may have such a section */
const OTHER_TEXT = /\w\.[a-z]{2,4}\b|\]\(/;
/** References that are looked at; each takes a look at the whole text. */
const MOST = 30;
/** A heading, a short line, or the beginning of a line up to a colon or the end of a cell. */
const TITLE = /^[ \t]*#[^\n]{1,200}|^[^\n]{1,80}?(?=[:|>]|$)/gm;
/** Words in bold, in quotation marks or in a tag. */
const MARKED = /[*_<"“`]([^*_<>"“”`\n]{2,60})[*_>"”`]/g;

function find({ text, outline }: CheckedPrompt): Finding[] {
  const prose = plainProse(outline.prose);
  return [...missingNames(outline, prose), ...missingNumbers(text, prose)]
    .filter(({ start }) => {
      const sentence = sentenceAt(outline, start);
      return !OTHER_TEXT.test(text.slice(sentence.start, sentence.end));
    })
    .sort((a, b) => a.start - b.start);
}

function missingNames(outline: Outline, prose: string): Finding[] {
  const references = NAMED.flatMap((pattern) => [...prose.matchAll(pattern)]).slice(0, MOST);
  return references.flatMap(({ index: start, 0: words, 1: name }) => {
    const span = { start, end: start + words.length };
    const names = name!.split(/ (?:and|&) /).map(stemsOf);
    if (names.some((stems) => stems.length === 0)) return [];
    const titles = titlesBeside(outline, span);
    // Half of the words are enough: “the Output Format section” can be “# Output”.
    const isTitle = (stems: readonly string[]) =>
      titles.some((title) => stems.filter((stem) => title.includes(stem)).length * 2 >= stems.length);
    if (isTitle(names.flat()) || names.every(isTitle)) return [];
    const message = `No part of this prompt is called “${name!}”. The model has to guess what was meant.`;
    return [{ ...span, message }];
  });
}

/** What names a part of the prompt, except in the lines of a reference, in small letters. */
function titlesBeside(outline: Outline, { start, end }: Span): string[] {
  const before = outline.text.slice(0, startOfLine(outline, start));
  const others = (before + outline.text.slice(endOfLine(outline, end))).toLowerCase();
  return [TITLE, MARKED].flatMap((pattern) => Array.from(others.matchAll(pattern), ([title]) => title));
}

function missingNumbers(text: string, prose: string): Finding[] {
  const parts = numberedParts(text);
  return [...prose.matchAll(NUMBERED)].slice(0, MOST).flatMap(({ index, 0: words, 1: place, 2: number }) => {
    const kind = /^\w+/.exec(place!)![0].toLowerCase();
    const last = parts.get(kind)?.size ?? 0;
    const isSeries =
      last >= 3 && Array.from({ length: last }, (_, at) => at + 1).every((each) => parts.get(kind)!.has(each));
    // “step 5” in small letters may be that of a list.
    const isListed = /^[a-z]/.test(place!) && new RegExp(String.raw`^\W{0,12}${number!}[.)]`, 'm').test(text);
    if (!isSeries || Number(number) <= last || isListed) return [];
    const end = index + words.length;
    const message = `There is no ${kind} ${number!}: the last one of this prompt is ${kind} ${last}. The model has to guess where to go on.`;
    return [{ start: end - place!.length, end, message }];
  });
}
