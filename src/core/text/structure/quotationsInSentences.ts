import { openingMark } from './openingMark';
import { goesOnWithSentence, saysWhoSpeaks } from './wordsBehindQuotations';

const QUOTATION_MARK = /["'”’“»」』｣]/;
/** What announces a quotation that takes the rest of the sentence: “He said: …”. */
const ANNOUNCED = /[:：,，،]\s*$/;
/** What announces a statement without a colon, too. */
const STATEMENT_ANNOUNCED = /[:：,，،、是说道写曰称]\s*$/;
/** UTF-16 code units before a quotation that are read. */
const CONTEXT = 10;

/**
 * Whether a sentence goes on behind a quotation that ends like a sentence: “请把“你好吗？”翻译成英语。” The full stop of a
 * sentence stands behind a quotation that is only a part of it.
 *
 * @param stop offset behind the mark with which the quotation ends
 * @param end offset behind the mark that closes it
 * @param after what follows, without spaces in front
 */
export function goesOnBehindQuotation(prose: string, start: number, stop: number, end: number, after: string): boolean {
  const closing = [...prose.slice(stop, end)].findIndex((mark) => QUOTATION_MARK.test(mark));
  if (closing < 0) return false;
  if (isSource(after) || goesOnWithSentence(after)) return true;
  const opening = openingMark(prose, 0, stop + closing);
  const before = opening === undefined ? '' : prose.slice(Math.max(0, opening - CONTEXT), opening);
  if (!/[:：]\s*$/.test(before) && saysWhoSpeaks(after)) return true;
  if (opening === undefined || !/[\p{L}\p{N}]/u.test(prose.slice(start, opening))) return false;
  if (/^[(（]/.test(after)) return true;
  if (!/^[^\p{L}\p{N}]*\p{Lo}/u.test(after)) return false;
  const last = prose[stop - 1]!;
  if (/[!?！？؟…]/.test(last)) return !ANNOUNCED.test(before);
  return last === '。' && !STATEMENT_ANNOUNCED.test(before);
}

/** “…” — Confucius. Not “…” — “…”, where somebody else speaks. */
function isSource(after: string): boolean {
  return /^[—–―-]+\s*[^\s"'“„«‘「『—–―-]/u.test(after);
}
