import { unfinishedPiece } from './unfinishedPieceBeforeCaret';

/** So often a beginning is offered in one place. */
const MOST_REFUSALS = 3;
/** UTF-16 code units before the word that tell one place from another. */
const PLACE_LENGTH = 60;
const MOST_PLACES = 1_000;

/** Remembers which suggestions somebody typed past in a document, so that they are not offered again and again. */
export class RefusedSuggestions {
  /** How often each beginning was refused, by the text before it and its first word. */
  readonly #refusals = new Map<string, number>();
  #offer: { readonly left: string; readonly text: string } | undefined;

  /** Records that `text` is shown after `left`. */
  offer(left: string, text: string): void {
    this.#offer = { left, text };
  }

  /** Records what stands left of the caret now: it may have become another text than the one that was offered. */
  typed(left: string): void {
    const offer = this.#offer;
    if (!offer) return;
    const isBehind = left.startsWith(offer.left);
    const typed = isBehind ? left.slice(offer.left.length) : '';
    if (isBehind && offer.text.startsWith(typed)) return;
    this.#offer = undefined;
    // An accepted word and more is no refusal, and neither is a caret that was moved.
    const [firstWord = ''] = /^\s*\S+/u.exec(offer.text) ?? [];
    if (isBehind && !typed.startsWith(firstWord)) this.#refuse(placeOf(offer.left, offer.text));
  }

  /** Whether a text that begins like `text` was refused here too often. */
  isRefused(left: string, text: string): boolean {
    return (this.#refusals.get(placeOf(left, text)) ?? 0) >= MOST_REFUSALS;
  }

  #refuse(place: string): void {
    const count = (this.#refusals.get(place) ?? 0) + 1;
    this.#refusals.delete(place);
    this.#refusals.set(place, count);
    if (this.#refusals.size > MOST_PLACES) this.#refusals.delete(this.#refusals.keys().next().value!);
  }
}

/** The text before the word at the caret, and what that word would become: the same however much of it is typed. */
function placeOf(left: string, text: string): string {
  const piece = unfinishedPiece(left);
  const before = left.slice(0, left.length - piece.length).slice(-PLACE_LENGTH);
  const [firstWord = ''] = /^\s*[\p{L}\p{N}\p{M}'’_-]+|^\s*\S/u.exec(piece + text) ?? [];
  return JSON.stringify([before, firstWord]);
}
