import type { Edit } from '../text/edit';

/** Ghost text that stands at `offset` of a text. */
export interface OfferedText {
  readonly offset: number;
  readonly texts: readonly string[];
}

/** Accepted ghost text, and where it stands now; `offset` is undefined once an edit has touched it. */
export interface AcceptedText {
  readonly offset: number | undefined;
  readonly text: string;
}

/**
 * What of the offer an edit has put into the text: all of it, a line or a word. One letter is not enough, for the
 * writer may have typed that.
 */
export function acceptedBy(edit: Edit, offered: OfferedText | undefined): string | undefined {
  const isAccepted =
    edit.text.length > 1 &&
    edit.length === 0 &&
    edit.offset === offered?.offset &&
    offered.texts.some((text) => text.startsWith(edit.text));
  return isAccepted ? edit.text : undefined;
}

/** What is left of an offer behind the accepted `text`. */
export function remainingText(offered: OfferedText, text: string): OfferedText {
  const texts = offered.texts.filter((whole) => whole.startsWith(text)).map((whole) => whole.slice(text.length));
  return { offset: offered.offset + text.length, texts };
}

/** Where accepted text stands after an edit. */
export function afterEdit(accepted: AcceptedText, edit: Edit): AcceptedText {
  if (accepted.offset === undefined || edit.offset >= accepted.offset + accepted.text.length) return accepted;
  const isBefore = edit.offset + edit.length <= accepted.offset;
  return { ...accepted, offset: isBefore ? accepted.offset + edit.text.length - edit.length : undefined };
}
