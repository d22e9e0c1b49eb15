import { shareWord } from '../../text/outline/matchWordsByStem';
import type { CheckedPrompt } from '../checkedPrompt';
import type { Finding } from '../finding';
import type { Rule } from '../rule';
import {
  blocksInSections,
  endsWithFile,
  isHeading,
  standsApart,
  titleOf,
  type BlockInSection,
} from '../words/sectionsOfText';

/** “Here is an example:”, and then the prompt ends or the next section begins. */
export const nothingFollows: Rule = {
  id: 'nothing-follows',
  title: 'An announcement that nothing follows',
  isOnByDefault: false,
  reads: 'prompt',
  find: (prompt) =>
    blocksInSections(prompt.text)
      .filter(({ block, next }) => block.kind === 'paragraph' && (!next || isHeading(prompt.text, next)))
      .flatMap((each) => announcement(prompt, each)),
};

/** What cannot be the sections that come next. An example can: it may begin with a heading of its own. */
const CONTENT = String.raw`(?:the|this|these) following (?:[\w-]{1,20} ){0,2}(?:list|table|commands?|snippets?|code|query|queries|schema|json)`;
const EXAMPLE = String.raw`(?:for example|e\.g\.|(?:examples?|sample)(?: [\w-]{1,20}){0,2})`;
const RULES = String.raw`(?:(?:follow|these|the following|following) (?:[\w-]{1,20} ){0,3}(?:steps|rules|guidelines|principles|criteria|instructions|requirements|sections|points)|the rules under)`;
const COLON = String.raw`[*_]{0,3}[ \t]*[:：][*_]{0,3}[ \t]*$`;
const BEFORE_HEADING = new RegExp(String.raw`(?:^|[\s*_(“"])${CONTENT}${COLON}`, 'i');
const BEFORE_END = new RegExp(String.raw`(?:^|[\s*_(“"])(?:${CONTENT}|${EXAMPLE}|${RULES})${COLON}`, 'i');
/** A sentence that a colon ends: in a file that an agent reads as it is, nothing is appended to it. */
const BEFORE_END_OF_FILE = new RegExp(String.raw`(?:\S{1,40}[ \t]{1,4}){3}\S{0,40}${COLON}`, 'i');
/** What is appended, or ends instead of beginning. */
const NOT_ANNOUNCED =
  /\b(?:end|inputs?|text|article|document|documents|messages?|conversation|transcript|questions?|query|requests?|data|content|user|context|title|name|request is|answer|response)(?:'s)?(?: [\w'-]{1,20}){0,3}[*_]{0,3}[:：][*_ \t]*$/i;

function announcement(prompt: CheckedPrompt, { block, next, sectionLevel }: BlockInSection): Finding[] {
  const { text } = prompt;
  const paragraph = text.slice(block.contentStart, block.end).trimEnd();
  const lineStart = block.contentStart + paragraph.lastIndexOf('\n') + 1;
  const line = text.slice(lineStart, block.contentStart + paragraph.length).slice(-300);
  const isEnd = endsWithFile(prompt) && block.depth === 0 && BEFORE_END_OF_FILE.test(line);
  const announces = next ? BEFORE_HEADING.test(line) : isEnd || BEFORE_END.test(line);
  if (!announces || NOT_ANNOUNCED.test(line)) return [];
  if (next ? !isOtherSection(text, line, next, sectionLevel) : prompt.file.text !== text) return [];
  const words = line.replace(/^[^\p{L}\p{N}]+/u, '').replace(/[*_ \t]+$/, '');
  const start = text.indexOf(words, lineStart);
  const behind = next ? `“${titleOf(text, next)}” comes directly behind it` : 'the prompt ends there';
  const message = `“${words.replaceAll('**', '')}” announces something, but ${behind}. The model goes on as if it were there, or makes it up.`;
  return [{ start, end: start + words.length, message }];
}

/** Whether a heading begins another section, instead of what is announced. */
function isOtherSection(
  text: string,
  line: string,
  next: NonNullable<BlockInSection['next']>,
  sectionLevel: number,
): boolean {
  return (
    next.level! <= sectionLevel && next.level! > 1 && standsApart(text, next) && !shareWord(line, titleOf(text, next))
  );
}
