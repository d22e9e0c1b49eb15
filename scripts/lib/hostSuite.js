'use strict';
// Runs test/host inside the extension host of a real VS Code.
const fs = require('node:fs');
const path = require('node:path');
const util = require('node:util');
const codeServer = require('./codeServer');
const { root } = require('./system');
const { openWorkbench } = require('./workbench');

const suite = path.join(root, 'dist', 'test', 'host.js');
const testsExtension = path.join(root, 'test', 'host', 'extension');
const MINUTES = 8;

/** What the workbench says by itself at start and end. */
const NOISE = new RegExp(
  [
    '^\\[(?!\\d+m)\\w',
    '^(Creating a socket|Resolv(ing|ed) connection token|Ignoring fetching|Updating additional|Log level changed)',
    '^(Started local extension|Loading development ext|Creation of workbench contribution)',
    '^\\s+at .*workbench\\.js|^getaddrinfo|is not a web extension\\.$|^Canceled: Canceled',
  ].join('|'),
);

/**
 * Runs the suite in code-server, on the checkout or, when given, on an installed VSIX.
 * @param {string | undefined} vsix
 * @param {(text: string) => void} print gets what the suite prints
 * @returns {Promise<boolean>} whether everything passed
 */
async function runHostSuite(vsix, print) {
  const server = await codeServer.start({ vsix });
  const result = path.join(server.folder, 'result.txt');
  const entry = path.join(server.folder, 'suite.js');
  fs.writeFileSync(entry, entryModule(result, vsix));
  let workbench;
  try {
    const ended = new Promise((resolve, reject) => {
      const prepare = async (page) => {
        await page.exposeFunction('codeAutomationExit', (code) => resolve(code === 0));
        await page.exposeFunction('codeAutomationLog', (_, args) => {
          const text = util.format(...args);
          if (!NOISE.test(text)) print(`${text}\n`);
        });
      };
      const extensions = [vsix ? testsExtension : root];
      openWorkbench(server, { extensions, tests: entry, prepare }).then((opened) => (workbench = opened), reject);
      setTimeout(() => resolve(false), MINUTES * 60_000).unref();
    });
    const passed = await ended;
    // VS Code in the browser reports success even when its extension host dies, so the suite must have said it itself.
    const said = fs.existsSync(result) ? fs.readFileSync(result, 'utf8') : 'The extension host ended before the suite.';
    if (said !== 'passed') print(`${said}\n`);
    return passed && said === 'passed';
  } finally {
    await workbench?.close();
    await server.stop();
  }
}

function entryModule(result, vsix) {
  return `
const fs = require('node:fs');
exports.run = async () => {
  ${vsix ? `process.env.LEFT_CONTEXT_VSIX = ${JSON.stringify(vsix)};` : ''}
  try {
    await require(${JSON.stringify(suite)}).run();
    fs.writeFileSync(${JSON.stringify(result)}, 'passed');
  } catch (error) {
    fs.writeFileSync(${JSON.stringify(result)}, String(error.stack ?? error));
    throw error;
  }
};
`;
}

module.exports = { runHostSuite };
