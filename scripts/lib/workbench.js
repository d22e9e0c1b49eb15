'use strict';
// Opens code-server's workbench in headless Chromium.
const path = require('node:path');
const { chromium: executablePath } = require('./system');

const QUIET = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/**
 * @param {{ port: number, folder: string }} server a running code-server and its temporary folder
 * @param {{ workspace?: string, extensions?: string[], tests?: string, viewport?: { width: number, height: number },
 *           prepare?: (page: import('playwright-core').Page) => Promise<void> }} options
 *   `extensions` are folders of extensions under development; `tests` is a module to run in the extension host
 * @returns {Promise<{ page: Page, another: (workspace: string) => Promise<Page>, close: () => Promise<void> }>}
 *   `another` opens one more window of the same VS Code
 * @typedef {import('playwright-core').Page} Page
 */
async function openWorkbench(server, options = {}) {
  const { chromium } = require('playwright-core');
  const context = await chromium.launchPersistentContext(path.join(server.folder, 'chromium'), {
    executablePath: executablePath(),
    headless: false,
    viewport: options.viewport ?? { width: 1400, height: 900 },
    args: QUIET,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await show(page, server, options);
  const another = async (workspace) => {
    const other = await context.newPage();
    await show(other, server, { ...options, workspace });
    return other;
  };
  return { page, another, close: () => context.close() };
}

async function show(page, server, { workspace, extensions = [], tests, prepare }) {
  await prepare?.(page);
  if (extensions.length > 0) await developing(page, `127.0.0.1:${server.port}`, extensions, tests);
  const query = new URLSearchParams(workspace ? { folder: workspace } : { ew: 'true' });
  query.set(
    'payload',
    JSON.stringify([
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
      ['logLevel', 'info'],
    ]),
  );
  await page.goto(`http://127.0.0.1:${server.port}/?${query}`);
}

/** Built products ignore extensionDevelopmentPath in the address, so the workbench's own configuration is extended. */
function developing(page, authority, extensions, tests) {
  return page.addInitScript(
    ({ authority, extensions, tests }) => {
      document.addEventListener('readystatechange', () => {
        const element = document.getElementById('vscode-workbench-web-configuration');
        if (!element || element.dataset.extended) return;
        element.dataset.extended = 'yes';
        const uri = (path) => ({ $mid: 1, scheme: 'vscode-remote', authority, path });
        const configuration = JSON.parse(element.getAttribute('data-settings'));
        configuration.developmentOptions = {
          ...configuration.developmentOptions,
          extensions: extensions.map(uri),
          ...(tests && { extensionTestsPath: uri(tests) }),
        };
        element.setAttribute('data-settings', JSON.stringify(configuration));
      });
    },
    { authority, extensions, tests },
  );
}

module.exports = { openWorkbench };
