import { partsOfPrompt } from './partsOfPrompt';

/** How a sentence ends, quotes and brackets included. */
const SENTENCE_END = /[.!?…。！？]["'”’»)\]*_`]*$/u;

/** A text that was cut somewhere, up to its last whole sentence, list item or line. As it is when it has only one. */
export function withoutUnfinishedEnd(text: string): string {
  if (SENTENCE_END.test(text.trimEnd())) return text;
  const last = partsOfPrompt(text, 'sentences').at(-1);
  return (last && text.slice(0, last.start).trimEnd()) || text;
}
