import type { Span } from '../text/span';
import { frontMatterLength } from '../text/frontMatter';
import { limitsOf, type PromptFileLimit } from './limitsOfPromptFiles';
import type { PromptFileKindId } from './promptFileKinds';

/** A length that is advised for a part of a prompt file. */
export interface LengthAdvice {
  readonly limit: PromptFileLimit;
  /** The part whose tokens are to be counted, in UTF-16 units. */
  readonly span: Span;
  /** A sentence for hovers. */
  readonly message: string;
}

/** What is advised about the length of a prompt file; nothing for most kinds. Whether it is followed, a count must tell. */
export function lengthAdvice(kind: PromptFileKindId, text: string): LengthAdvice[] {
  return limitsOf(kind)
    .filter((limit) => limit.effect === 'advice')
    .map((limit) => ({
      limit,
      span: { start: frontMatterLength(text), end: text.length },
      message:
        `${limit.agent} advises to keep the text below the front matter under about ` +
        `${limit.value.toLocaleString('en')} ${limit.unit}. ${limit.remedy}`,
    }));
}
