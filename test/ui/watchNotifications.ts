import type { Page } from 'playwright-core';

/** Prepares a page to tell of notifications: call before the window loads. Their texts are added to `texts` once they are watched. */
export async function listenForNotifications(page: Page, texts: string[]): Promise<void> {
  await page.exposeFunction('notified', (text: string) => texts.push(text));
}

/** Tells of every notification that pops up in the window from now on. */
export function watchNotifications(page: Page): Promise<void> {
  return page.evaluate(watch);
}

/** Runs in the window. */
function watch(): void {
  const { notified } = window as unknown as { notified: (text: string) => void };
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (node instanceof Element && node.matches('.notification-toast-container')) notified(node.textContent ?? '');
      }
    }
  }).observe(document.body, { childList: true, subtree: true });
}
