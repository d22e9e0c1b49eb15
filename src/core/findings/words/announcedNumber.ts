import { endOfLine, startOfLine } from '../../text/outline/lineBounds';
import { sentenceAt, type Outline } from '../../text/outline/promptOutline';
import type { Span } from '../../text/span';

/** Words that say how many there are: “three steps”. */
export interface AnnouncedNumber extends Span {
  readonly count: number;
  /** “steps” */
  readonly noun: string;
  /** Behind the line that announces. */
  readonly lineEnd: number;
  /** Whether bullets below can be something else than what is announced: “Write three questions:”, and then how. */
  readonly isVague: boolean;
  /** Whether a list must follow directly: the line ends in a colon, is a heading, or speaks of what follows. */
  readonly isDirect: boolean;
}

const WORDS = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const NO_ADJECTIVE =
  'and|or|to|of|for|in|with|is|are|as|by|the|a|an|from|on|at|that|which|if|when|than|more|times|per|each|x|other|additional|extra';
/** “three main steps”, “2 phases” */
const COUNTED = new RegExp(
  String.raw`(?<![\p{L}\p{N}.,#$€£/+~<>=≥≤–-])\b(?<count>${WORDS.join('|')}|[2-9]|1\d|20) (?:(?!(?:${NO_ADJECTIVE})\b)[a-z][a-z-]{1,20} ){0,2}(?<noun>[a-z]{2,20}(?<!s)s|criteria|hypotheses|analyses)\b(?![-'’/(]| or | \()`,
  'giu',
);
/** “a three-step process”, “5-phase workflow” */
const COMPOUND = new RegExp(
  String.raw`(?<![\p{L}\p{N}.,-])(?<count>${WORDS.join('|')}|[2-9]|1\d|20)-(?<noun>step|phase|stage|part|pass|layer|tier|pillar)(?: [a-z]{3,20}){1,2}\b(?![-'’/(])`,
  'giu',
);
/** “以下3个步骤：” */
const CHINESE =
  /(?<=(?:以下|下面|如下)的?[ \t]{0,2})(?<count>\d{1,2}|[两二三四五六七八九十])[ \t]{0,2}(?<noun>[个个條条项項种種步点點类類部阶階方])[^\n。：:，,至到或]{0,20}(?=[：:][ \t]*$)/gmu;
const CHINESE_NUMBERS = '两二三四五六七八九十';
/** What can stand before a number that counts what follows; not “Compare two groups”, “Rails 7 features”, “Phase 2 steps”. */
const BEHIND =
  /(?:^|[:.(*_]|\b(?:following|these|this|a|the|all|your|our|my|has|have|having|in|into|with|are|is|contains?|containing|of|uses?|using|follow|follows|answer|provide|returns?|outputs?|produces?|write|generate|create|ask|perform|complete|execute|run|do|check|verify|supports?|covers?|across|through|offers?|requires?|needs?|defines?|by|on|exactly|precisely|consider|address|satisfy|meet|apply|distinguish|handles?|report|list|give|make|include|includes|exist|exists|exhibit|take|takes|and))[*_ ]{1,4}$|^$/i;
/** Words that begin a line before the number, such as marks of a list. */
const MARKS = /^(?:[ \t>]*(?:[-*+•]|#{1,6}|\d{1,2}[.)])[ \t]+)+|^[ \t*_]+/;
/** “## Workflow (” */
const HEADING_WITH_BRACKET = /^[ \t]{0,3}#{1,6}[ \t].*\($/;
/** Names a part of a longer list: “of the four steps”. */
const PART_OF = /\b(?:of (?:the|these|those)|of the following|between the|only the)[ *_]*$/i;
const OPEN =
  /\b(?:one|some|any|either|none|each|most|several|example|e\.g\.|such as|including|includes?|at least|up to|or more|or fewer|based|if|unless|pick|choose|select|instead|not)\b/i;
/** Asks for something that the model makes. */
const MAKES = /\b(?:create|write|generate|ask|make|give|produce|provide|list|output|return|report)s?[ *_]*$/i;
/** Nouns whose list says which they are. */
const PARTS =
  /^(?:sections|parts|keys|fields|elements|pieces|things|items|properties|components|rules|steps|principles|phases|goals|tasks|pillars|modes|stages|laws|criteria|checks|requirements|constraints|options|types|reasons|mistakes|capabilities|layers|step|phase|stage|part|pass|layer|tier|pillar)$/i;
/** What is measured rather than listed. */
const MEASURES =
  /^(?:words|sentences|characters|chars|letters|lines|minutes|hours|days|weeks|months|years|times|seconds|tokens|paragraphs|spaces|pages|percents|dollars|euros|stars|digits|decimals|places|points|users|people|bullets|rows|columns|backticks|dashes|hyphens|quotes|hashes|cores|copies|attempts|retries|iterations|versions|series|process|does|has|is|was|its|this|as|us|less|plus|thus|across|status|basis|bytes|pixels|degrees|bits|files|commits|tests|combinations)$/i;

/** The numbers of things that a text announces in its prose. */
export function announcedNumbers(outline: Outline): AnnouncedNumber[] {
  const { prose } = outline;
  const english = [...prose.matchAll(COUNTED), ...prose.matchAll(COMPOUND)].flatMap(
    (match) => inEnglish(outline, match) ?? [],
  );
  const chinese = Array.from(prose.matchAll(CHINESE), ({ index: start, 0: words, groups }) => ({
    start,
    end: start + words.length,
    count: Number(groups!['count']) || Math.max(1, CHINESE_NUMBERS.indexOf(groups!['count']!)) + 1,
    noun: groups!['noun']!,
    lineEnd: endOfLine(outline, start),
    isVague: false,
    isDirect: true,
  }));
  return [...english, ...chinese];
}

function inEnglish(outline: Outline, { index: start, 0: words, groups }: RegExpExecArray): AnnouncedNumber | undefined {
  const { prose } = outline;
  const count = groups!['count']!.toLowerCase();
  const noun = groups!['noun']!.toLowerCase();
  const end = start + words.length;
  const lineEnd = endOfLine(outline, start);
  const sentence = sentenceAt(outline, start);
  const before = prose.slice(Math.max(sentence.start, startOfLine(outline, start)), start);
  const behind = prose.slice(end, Math.min(lineEnd, Math.max(end, sentence.end)));
  if (MEASURES.test(noun) || isInexact(before, behind)) return undefined;
  const isLast = prose.slice(Math.max(end, sentence.end), lineEnd).trim() === '';
  return {
    start,
    end,
    count: WORDS.includes(count) ? WORDS.indexOf(count) + 2 : Number(count),
    noun: /s$|criteria/.test(noun) ? noun : `${noun}s`,
    lineEnd,
    isVague:
      HEADING_WITH_BRACKET.test(before) ||
      (!PARTS.test(noun) && (MAKES.test(before) || /^[ \t]{0,3}#{1,6}[ \t]+$/.test(before))),
    isDirect: isLast && pointsBelow(before, behind),
  };
}

function isInexact(before: string, behind: string): boolean {
  const words = before.replace(MARKS, '');
  return (
    !(BEHIND.test(words) || HEADING_WITH_BRACKET.test(before)) ||
    PART_OF.test(words) ||
    OPEN.test(words) ||
    OPEN.test(behind) ||
    /\d/.test(words + behind)
  );
}

/** Whether the words around the number say that a list comes next. */
function pointsBelow(before: string, behind: string): boolean {
  const isHeading =
    /^[ \t]{0,3}#{1,6}[ \t](?:the |your |our |these |all )?$/i.test(before) && /^[ \t#*:]*$/.test(behind);
  const isInBrackets = HEADING_WITH_BRACKET.test(before) && /^\)[ \t#*:]*$/.test(behind);
  const isLast = /^[*_]{0,3}:[*_]{0,3}[ \t]*$/.test(behind);
  const isFollowing = /\bfollowing\b[^.]{0,20}$/i.test(before) && /[:.][*_ \t]*$/.test(behind);
  const isBelow = /^ (?:(?:listed|given|described|shown) )?below[:.][*_ \t]*$/i.test(behind);
  return isHeading || isInBrackets || isLast || isFollowing || isBelow;
}
