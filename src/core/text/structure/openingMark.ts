/** UTF-16 code units between two marks of a pair at most. */
const FURTHEST = 300;
/** What can open what a mark closes. */
const OPENED_BY: Readonly<Record<string, string>> = {
  ...{ '”': '“„', '“': '„', '’': '‘‚', '»': '«', '」': '「', '』': '『', '｣': '｢', '"': '"', "'": "'" },
  ...{ ')': '(', '）': '（', ']': '[', '】': '【', '》': '《', '〉': '〈' },
};

/** Offset of the mark that opens what the mark at `closing` closes; undefined where there is none from `start` on. */
export function openingMark(prose: string, start: number, closing: number): number | undefined {
  const closer = prose[closing]!;
  const openers = OPENED_BY[closer] ?? '';
  let depth = 0;
  for (let index = closing - 1; index >= start && index >= closing - FURTHEST; index--) {
    if (openers.includes(prose[index]!)) {
      if (depth === 0) return index;
      depth--;
    } else if (prose[index] === closer) depth++;
  }
  return undefined;
}
