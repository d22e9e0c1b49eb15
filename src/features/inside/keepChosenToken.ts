import type { InsideView } from '../../contracts/insidePageMessages';

/** Whether two views list the same tokens, so that an index means the same token in both and the chosen token stays. */
export function isSameTokenList(a: InsideView | undefined, b: InsideView): boolean {
  return a?.topic === b.topic && a.model === b.model;
}
