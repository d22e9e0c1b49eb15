import { shareWord } from '../../text/outline/matchWordsByStem';
import type { CheckedPrompt } from '../checkedPrompt';
import type { Rule } from '../rule';
import {
  blocksInSections,
  endsWithFile,
  isHeading,
  standsApart,
  titleOf,
  type BlockInSection,
} from '../words/sectionsOfText';

/** “### Error handling”, and directly behind it the next section. */
export const emptyHeading: Rule = {
  id: 'empty-heading',
  title: 'A heading with nothing below it',
  isOnByDefault: false,
  reads: 'prompt',
  find(prompt) {
    const { text } = prompt;
    const headings = blocksInSections(text).filter(({ block }) => isHeading(text, block));
    const topLevel = headings.filter(({ block }) => block.level === 1).length;
    return headings.flatMap((heading, index) => {
      if (!isForgotten(prompt, heading, topLevel) || isEmpty(text, headings[index - 1])) return [];
      const { block } = heading;
      const start = block.contentStart;
      const end = start + text.slice(start, block.end).trimEnd().length;
      const message = `Nothing stands below “${titleOf(text, block)}”. The model makes up what belongs there, or leaves it out.`;
      return [{ start, end, message }];
    });
  },
};

/** Top-level headings from which on a text has several parts; fewer are a title, or the first line of a template. */
const SEVERAL = 3;
/** Titles that say all, wait for something, or head a template that the model fills in. */
const SAYS_ALL =
  /[^\x20-\x7e]|[:.?!{}[\]<>$]| - |\b(?:end|see|examples?|outputs?|inputs?|answers?|responses?|replies|reply|results?|formats?|templates?|structures?|reports?|samples?|outline|insert|here|below|add|let's|step by step|begin|start|now|todo|tbd|optional|none|n\/a|task|request|query|question|context|transcript|conversation|history|arguments|appendix|user|human|assistant|system|notes?)\b/i;
const LONGEST_TITLE = 6;

function isForgotten(prompt: CheckedPrompt, { block, next }: BlockInSection, topLevel: number): boolean {
  const { text } = prompt;
  const title = titleOf(text, block);
  if (title === '' || SAYS_ALL.test(title) || title.split(/\s+/).length > LONGEST_TITLE) return false;
  if (!next) return block.level! > 1 && endsWithFile(prompt);
  if (!isHeading(text, next) || (next.level === 1 && !standsApart(text, next))) return false;
  if (text.slice(block.end, next.start).includes('<!--')) return false;
  const nextTitle = titleOf(text, next);
  if (block.level === next.level) return title === nextTitle;
  if (next.level! > block.level! || (next.level === 1 && topLevel < SEVERAL)) return false;
  return !shareWord(title, nextTitle);
}

/** Whether a heading has nothing below it either: then both are part of an outline. */
function isEmpty(text: string, heading: BlockInSection | undefined): boolean {
  return heading?.next !== undefined && isHeading(text, heading.next) && heading.next.level! <= heading.block.level!;
}
