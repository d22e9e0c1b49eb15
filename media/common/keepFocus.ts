/**
 * Renders the content of `container` again. If that replaces the element with the focus, the new element with the same
 * `data-key` gets the focus, else the one with the key `fallback`.
 */
export function keepFocus(container: HTMLElement, render: () => void, fallback?: string): void {
  const focused = document.activeElement;
  const key = focused instanceof HTMLElement && container.contains(focused) ? focused.dataset['key'] : undefined;
  render();
  if (key === undefined) return;
  const keyed = [...container.querySelectorAll<HTMLElement>('[data-key]')];
  const find = (wanted: string | undefined) =>
    keyed.find(({ dataset, hidden }) => dataset['key'] === wanted && !hidden);
  (find(key) ?? find(fallback))?.focus();
}
