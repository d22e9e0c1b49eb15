import { partsOfPrompt } from './partsOfPrompt';

/** How a sentence ends, quotes and brackets included. */
const SENTENCE_END = /[.!?…。！？]["'”’»)\]*_`]*$/u;

/**
 * A text that was cut somewhere, up to its last whole sentence or list item; up to its last whole line where all of it is one
 * block, such as code. As it is when nothing else would be left.
 */
export function withoutUnfinishedEnd(text: string): string {
  if (SENTENCE_END.test(text.trimEnd())) return text;
  const last = partsOfPrompt(text, 'sentences').at(-1);
  const upToPart = text.slice(0, last?.start ?? 0).trimEnd();
  const upToLine = text.slice(0, Math.max(0, text.lastIndexOf('\n'))).trimEnd();
  return upToPart || upToLine || text;
}
