import type { Span } from '../text/span';
import type { OrderFinding } from './orderFindingTypes';
import { alternatives, sentenceAt, type Outline } from './promptOutline';
import { endOfLine, startOfLine } from './lineBounds';
import { findingAt } from './moveDefinitionBeforeFirstUse';

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
/** What says who a role is: “, the second agent, is the one that …”. */
const IS_SOMEBODY =
  String.raw`(?=\*{0,3}(?:,[^,.\n]{2,60},)? (?:is|are|means|was) ` +
  String.raw`(?:an?|the|our|my|your|someone|somebody|one|responsible|whoever|in charge)\b)`;
/** The start of a sentence or of a list item. */
const START = String.raw`(?:^|[.!?:)"”\n])[ \t]{0,12}(?:[-*•+][ \t]{1,12})?\*{0,3}`;
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
  new RegExp(String.raw`(?<=${START}The )(${NAME})${IS_SOMEBODY}`, 'g'),
  // without an article: “Reviewer is responsible for …”
  new RegExp(String.raw`(?<=${START})(${NAME})${IS_SOMEBODY}`, 'g'),
  // “By the Reviewer we mean …”
  new RegExp(String.raw`(?<=\b[Bb]y (?:the )?["“]?)(${NAME})(?=["”]?,? (?:we|I) mean)`, 'g'),
];

/** Finds roles that are used in a sentence before the one that introduces them. */
export function lateRoles(outline: Outline): OrderFinding[] {
  return [...introducedRoles(outline.prose)].slice(0, MAX_ROLES).flatMap(([name, introduced]) => {
    const use = firstUseOf(name, outline.prose);
    if (!use || use.end - name.length >= introduced) return [];
    const nameStart = use.end - name.length;
    if (sentenceAt(outline, nameStart).start === sentenceAt(outline, introduced).start) return [];
    // A capitalized word in a heading is not the use of a role.
    const line = outline.text.slice(startOfLine(outline, nameStart), endOfLine(outline, nameStart));
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
