import { openingMark } from './openingMark';

/** UTF-16 code units of a remark or a title at most. */
const LONGEST = 300;
const OPENING = /[(（《〈]/;
const CLOSING = /[)）》〉]/;
const MARK = /[()（）《》〈〉]/;
const TITLE = /[《》〈〉]/;
/** Verbs with which sentences end, polite ones in Japanese and those of Hindi: a remark behind them is the last of it. */
const LAST_VERB =
  /(?:(?:です|ます|ました|ません|でした|でしょう|ましょう|ください)[ねよか]?|(?<!\S)(?:है|हैं|हूँ|था|थे|थी|थीं))\s*$/u;
const CONJUNCTION = /^(?:[がし、]|ので|から|けど|(?:और|या|कि|तो|पर|लेकिन|तथा|एवं)(?!\S))/u;
/** UTF-16 code units before a remark that are read. */
const CONTEXT = 10;

/** Whether `offset` is in brackets that a sentence opens on its way, or in a title: “Use it (why not? It is free) and go on.” */
export function isInRemark(prose: string, start: number, offset: number): boolean {
  for (let index = offset - 1; index >= start && index >= offset - LONGEST; index--) {
    if (CLOSING.test(prose[index]!)) return false;
    if (!OPENING.test(prose[index]!)) continue;
    if (index === start && !TITLE.test(prose[index]!)) return false;
    return CLOSING.test(MARK.exec(prose.slice(offset, offset + LONGEST))?.[0] ?? '');
  }
  return false;
}

/**
 * Whether a sentence goes on behind a remark or a title that ends like a sentence: “他（真的吗？）走了。” Only in scripts
 * without capital letters, which would tell.
 *
 * @param end offset behind the mark that closes it
 * @param after what follows, without spaces in front
 */
export function goesOnBehindRemark(prose: string, start: number, end: number, after: string): boolean {
  if (!CLOSING.test(prose[end - 1]!) || !/^[^\p{L}\p{N}]*\p{Lo}/u.test(after)) return false;
  if (TITLE.test(prose[end - 1]!)) return true;
  const opening = openingMark(prose, start, end - 1);
  if (opening === undefined || !/[\p{L}\p{N}]/u.test(prose.slice(start, opening))) return false;
  return !LAST_VERB.test(prose.slice(Math.max(start, opening - CONTEXT), opening)) || CONJUNCTION.test(after);
}
