import { cutBefore, cutBehind, KEPT } from '../text/structure/keptTogether';

/**
 * The last cut in (`least`, `offset`] where a text has no word boundary: not through parts of templates or characters as
 * people see them, unless these are longer than all that fits. Behind the first character if nothing fits.
 */
export function cutThatKeepsMost(text: string, offset: number, least: number): number {
  for (const kept of KEPT) {
    const cut = cutBefore(text, offset, kept);
    if (cut > least) return cut;
  }
  return cutBehind(text, least + 1, 'code points');
}
