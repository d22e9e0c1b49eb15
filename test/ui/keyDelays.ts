import type { Page } from 'playwright-core';

type Measuring = Window & { keyDelays: number[] };

/**
 * Measures each key that types from now on, in the page: milliseconds from the event until the frame in which the caret has moved behind the
 * new text. The editor draws both at once.
 */
export function measureKeyDelays(page: Page): Promise<void> {
  return page.evaluate(measure);
}

/** The delays since the last call. */
export function takeKeyDelays(page: Page): Promise<number[]> {
  return page.evaluate(() => (window as unknown as Measuring).keyDelays.splice(0));
}

/** Runs in the window. */
function measure(): void {
  const delays: number[] = [];
  (window as unknown as Measuring).keyDelays = delays;
  let pressed: number[] = [];
  window.addEventListener(
    'keydown',
    ({ key, timeStamp, ctrlKey }) => {
      if (!ctrlKey && (key.length === 1 || key === 'Enter')) pressed.push(timeStamp);
    },
    true,
  );
  const carets = document.querySelector('.monaco-editor.focused .cursors-layer')!;
  new MutationObserver(() => {
    const now = performance.now();
    delays.push(...pressed.map((time) => now - time));
    pressed = [];
  }).observe(carets, { attributes: true, attributeFilter: ['style'], subtree: true });
}
