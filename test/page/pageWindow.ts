import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { BrowserContext, Page } from 'playwright-core';
import type { AttentionHostMessage, AttentionPageMessage } from '../../src/contracts/attentionPageMessages';
import { root } from '../helpers/fixtures';
import { acquireBrowser, releaseBrowser } from './sharedBrowser';

export type Theme = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

interface ThemeFixture {
  readonly body: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Themes as VS Code hands them to its webviews. */
const themes = JSON.parse(readFileSync(path.join(root, 'test', 'fixtures', 'page', 'themes.json'), 'utf8')) as Readonly<
  Record<Theme, ThemeFixture>
>;

/** Chromium grants the clipboard only to secure origins, which VS Code's is. */
const ORIGIN = 'https://page.test';
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

/** How long to wait for what a page should do: a busy machine is slow. */
export const TIMEOUT_MS = 30_000;

/** A page in a real Chromium, as VS Code would load it; the test is its host. By default the attention page. */
export class PageWindow<Sent = AttentionHostMessage, Posted = AttentionPageMessage> {
  readonly page: Page;
  /** All messages that the page has posted, in order. */
  readonly posted: Posted[] = [];
  /** Uncaught errors of the page, and what its content security policy refused. */
  readonly problems: string[] = [];
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
  }

  /**
   * @param receive answers the messages that the page posts
   * @param name of the page's bundle in dist/pages
   * @param state that the page saved before
   * @param script to run in the page before its own
   */
  static async open<Sent = AttentionHostMessage, Posted = AttentionPageMessage>(
    receive: (message: Posted, window: PageWindow<Sent, Posted>) => Promise<void> | void,
    {
      name: bundle = 'attention',
      width = 340,
      height = 900,
      theme = 'dark' as Theme,
      state = undefined as unknown,
      script = '',
    } = {},
  ): Promise<PageWindow<Sent, Posted>> {
    const browser = await acquireBrowser();
    const context = await browser.newContext({ viewport: { width, height } });
    const page = await context.newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
    const window = new PageWindow<Sent, Posted>(context, page);
    page.on('pageerror', (error) => window.problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || /Content Security Policy/.test(message.text()))
        window.problems.push(message.text());
    });
    // No message is answered before the page has its theme.
    let markThemed = () => {};
    const themed = new Promise<void>((resolve) => (markThemed = resolve));
    await page.exposeFunction('toHost', async (message: Posted) => {
      window.posted.push(message);
      await themed;
      await receive(message, window);
    });
    await page.addInitScript({ content: `window.savedState = ${JSON.stringify(state)};` });
    await page.addInitScript({ path: path.join(root, 'test', 'page', 'vscodeApi.js') });
    if (script) await page.addInitScript({ content: script });
    await page.route(`${ORIGIN}/**`, (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      if (name === '') return route.fulfill({ contentType: 'text/html', body: htmlOf(bundle) });
      if (name === 'host.css') return route.fulfill({ contentType: 'text/css', body: HOST_STYLE });
      const body = readFileSync(path.join(root, 'dist', 'pages', name));
      return route.fulfill({ contentType: TYPES[path.extname(name)] ?? 'text/plain', body });
    });
    await page.goto(`${ORIGIN}/`, { waitUntil: 'domcontentloaded' });
    await window.setTheme(theme);
    markThemed();
    return window;
  }

  /** Sends a message to the page; typed arrays arrive as typed arrays. */
  async post(message: Sent): Promise<void> {
    const text = JSON.stringify(message, (_, value: unknown) => packed(value) ?? value);
    await this.page.evaluate((json) => (window as unknown as { fromHost(json: string): void }).fromHost(json), text);
  }

  /** Waits until the attention page displays the latest maps, has drawn them, and the host knows all that the page has posted. */
  async settled(): Promise<void> {
    await this.page.locator('.panel:not(.outdated) .panes:not([hidden])').waitFor();
    await this.drawn();
    await this.page.evaluate(() => (window as { delivered?: Promise<unknown> }).delivered);
  }

  /** Waits until the page has drawn its latest change, and all transitions have ended. */
  async drawn(): Promise<void> {
    for (let frame = 0; frame < 4; frame++) await this.page.evaluate(() => new Promise(requestAnimationFrame));
    await this.page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  }

  /** Waits until the page has posted a message that fits; rejects after a while. */
  async waitForMessage<Fitting extends Posted>(fits: (message: Posted) => message is Fitting): Promise<Fitting> {
    for (const end = Date.now() + TIMEOUT_MS; Date.now() < end; await this.page.waitForTimeout(20)) {
      const message = this.posted.find(fits);
      if (message) return message;
    }
    throw new Error(`The page posted no such message, but: ${JSON.stringify(this.posted.slice(-5))}`);
  }

  /** Waits until the page has posted this message; rejects after a while. */
  async waitForPosted(message: Posted): Promise<void> {
    await this.waitForMessage((posted): posted is Posted => isDeepStrictEqual(posted, message));
  }

  /** The state that the page has saved. */
  savedState(): Promise<unknown> {
    return this.page.evaluate(() => (window as unknown as { savedState: unknown }).savedState);
  }

  /** Sets the theme, as VS Code does in its webviews. */
  async setTheme(theme: Theme): Promise<void> {
    await this.page.evaluate(({ body, variables }) => {
      document.documentElement.style.cssText = '';
      for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
      document.body.className = body;
    }, themes[theme]);
  }

  async close(): Promise<void> {
    await this.#context.close();
    releaseBrowser();
  }
}

/** The style attribute that VS Code gives its webviews in a theme. */
export function styleOf(theme: Theme): string {
  return Object.entries(themes[theme].variables)
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ');
}

const POLICY = `default-src 'none'; script-src ${ORIGIN}; style-src ${ORIGIN}; font-src ${ORIGIN}; img-src blob:`;
/** The side bar behind a webview. */
const HOST_STYLE = 'html { background: var(--vscode-sideBar-background); } body { margin: 0; }';
const htmlOf = (name: string) => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"><title>Page</title>
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<link rel="stylesheet" href="host.css">
<link rel="stylesheet" href="codicon.css" id="vscode-codicon-stylesheet">
<link rel="stylesheet" href="${name}.css">
</head>
<body><script src="${name}.js"></script></body>
</html>`;

/** A typed array as JSON, which vscodeApi.js unpacks. */
function packed(value: unknown): { readonly packed: string; readonly bytes: string } | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  return { packed: value.constructor.name, bytes };
}
