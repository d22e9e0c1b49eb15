/** UTF-16 code units of a remark at most. */
const LONGEST = 300;
const OPENING = /[(（]/;
const CLOSING = /[)）]/;
const BRACKET = /[()（）]/;

/** Whether `offset` is in brackets that a sentence opens on its way: “Use it (why not? It is free) and go on.” */
export function isInRemark(prose: string, start: number, offset: number): boolean {
  for (let index = offset - 1; index > start && index >= offset - LONGEST; index--) {
    if (CLOSING.test(prose[index]!)) return false;
    if (!OPENING.test(prose[index]!)) continue;
    return CLOSING.test(BRACKET.exec(prose.slice(offset, offset + LONGEST))?.[0] ?? '');
  }
  return false;
}
