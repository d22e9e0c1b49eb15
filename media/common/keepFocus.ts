/**
 * Renders what is in `within` anew; when the element that has the focus goes with it, the one with the same `data-key` gets
 * it, or else the one with `instead`.
 */
export function keepFocus(within: HTMLElement, render: () => void, instead?: string): void {
  const focused = document.activeElement;
  const key = focused instanceof HTMLElement && within.contains(focused) ? focused.dataset['key'] : undefined;
  render();
  if (key === undefined) return;
  const keyed = [...within.querySelectorAll<HTMLElement>('[data-key]')];
  const next = [key, instead].map((wanted) =>
    keyed.find(({ dataset, hidden }) => dataset['key'] === wanted && !hidden),
  );
  (next[0] ?? next[1])?.focus();
}
