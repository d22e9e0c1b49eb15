/** UTF-16 code units between two marks of a pair at most. */
const FURTHEST = 300;
/** What can open what a mark closes. */
const OPENED_BY: Readonly<Record<string, string>> = {
  ...{ '”': '“„', '“': '„', '’': '‘‚', '»': '«', '」': '「', '』': '『', '｣': '｢', '"': '"', "'": "'" },
  ...{ ')': '(', '）': '（', ']': '[', '】': '【', '》': '《', '〉': '〈' },
};

/** Offset of the last mark that opens what the mark at `closing` closes; undefined where there is none from `start` on. */
export function openingMark(prose: string, start: number, closing: number): number | undefined {
  const from = Math.max(start, closing - FURTHEST);
  const before = prose.slice(from, closing);
  const last = Math.max(...[...(OPENED_BY[prose[closing]!] ?? '')].map((opener) => before.lastIndexOf(opener)));
  return last < 0 ? undefined : from + last;
}
