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
 * @typedef {import('playwright-core').Page} Page
 * @typedef {object} WorkbenchOptions
 * @property {string} [workspace] the folder to open
 * @property {string[]} [extensions] folders of extensions under development
 * @property {string} [tests] a module to run in the extension host
 * @property {(page: Page) => Promise<void>} [prepare] runs before the page loads
 */

/**
 * Starts a headless Chromium, in which code-server's workbench can be opened several times.
 * @param {{ port: number, folder: string }} server a running code-server and its temporary folder
 * @param {{ width: number, height: number }} [viewport]
 * @returns {Promise<{ open: (options: WorkbenchOptions) => Promise<Page>, close: () => Promise<void> }>}
 */
async function openBrowser(server, viewport = { width: 1400, height: 900 }) {
  const { chromium } = require('playwright-core');
  const context = await chromium.launchPersistentContext(path.join(server.folder, 'chromium'), {
    executablePath: executablePath(),
    headless: false,
    viewport,
    args: QUIET,
  });
  const open = async (options) => {
    const page = await context.newPage();
    await show(page, server, options);
    return page;
  };
  return { open, close: () => context.close() };
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

/** Built products ignore extensionDevelopmentPath in the address, so this extends the workbench's own configuration. */
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

module.exports = { openBrowser };
