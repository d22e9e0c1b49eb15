import type { Edit } from '../text/textEdit';

/** Ghost text shown at `offset` of a text, and its alternatives. */
export interface OfferedText {
  readonly offset: number;
  readonly texts: readonly string[];
}

/** Accepted ghost text, and its current offset; undefined once an edit has changed it. */
export interface AcceptedText {
  readonly offset: number | undefined;
  readonly text: string;
}

/**
 * The text that an edit has accepted from an offer: all of it, a line or a word. A single character does not count,
 * because the user may have typed it.
 */
export function acceptedBy(edit: Edit, offered: OfferedText | undefined): string | undefined {
  const isAccepted =
    edit.text.length > 1 &&
    edit.length === 0 &&
    edit.offset === offered?.offset &&
    offered.texts.some((text) => text.startsWith(edit.text));
  return isAccepted ? edit.text : undefined;
}

/** The rest of an offer once `text` of it is accepted. */
export function remainingText(offered: OfferedText, text: string): OfferedText {
  const texts = offered.texts.filter((whole) => whole.startsWith(text)).map((whole) => whole.slice(text.length));
  return { offset: offered.offset + text.length, texts };
}

/** Moves accepted text by an edit. */
export function afterEdit(accepted: AcceptedText, edit: Edit): AcceptedText {
  if (accepted.offset === undefined || edit.offset >= accepted.offset + accepted.text.length) return accepted;
  const isBefore = edit.offset + edit.length <= accepted.offset;
  return { ...accepted, offset: isBefore ? accepted.offset + edit.text.length - edit.length : undefined };
}
