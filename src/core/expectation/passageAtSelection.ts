import type { Span } from '../text/span';
import { sentenceAround } from './sentenceAtCaret';

/** Why there is no passage: the selection or sentence is blank, or starts before the text that is read. */
export type NoPassage = 'blank' | 'not read';

/**
 * The selected part of `text`, or the sentence at the caret where nothing is selected.
 *
 * @param text the end of a prompt, as much as can be read
 * @param selection UTF-16 offsets into `text`; negative before it
 */
export function passageAt(text: string, selection: Span): Span | NoPassage {
  if (selection.start < 0) return 'not read';
  const isCaret = selection.start === selection.end;
  const { start, end } = isCaret ? sentenceAround(text, selection.start) : selection;
  return text.slice(start, end).trim() === '' ? 'blank' : { start, end };
}
