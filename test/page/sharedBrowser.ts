import { chromium as playwright, type Browser } from 'playwright-core';
import { chromium } from '../../scripts/lib/system';

/** How long an unused browser stays open for the next window, in milliseconds: starting one takes seconds. */
const IDLE_MS = 2_000;

let launching: Promise<Browser> | undefined;
let users = 0;
let closing: NodeJS.Timeout | undefined;

/** The one Chromium that all page windows share, started when it is first needed. Release it after use. */
export function acquireBrowser(): Promise<Browser> {
  clearTimeout(closing);
  users++;
  launching ??= playwright.launch({ executablePath: chromium(), args: ['--no-sandbox', '--disable-gpu'] });
  return launching;
}

/** Closes the browser soon after its last user has released it. */
export function releaseBrowser(): void {
  users--;
  if (users > 0) return;
  closing = setTimeout(() => {
    const unused = launching;
    launching = undefined;
    void unused?.then((browser) => browser.close());
  }, IDLE_MS);
}
