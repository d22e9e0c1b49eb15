'use strict';
// Runs test/host inside the extension host of a real VS Code.
const fs = require('node:fs');
const path = require('node:path');
const util = require('node:util');
const codeServer = require('./codeServer');
const { root } = require('./system');
const { openBrowser } = require('./workbench');

const suite = path.join(root, 'dist', 'test', 'host.js');
const testsExtension = path.join(root, 'test', 'host', 'extension');
/** Far more than the suite takes: only one that hangs is given up. */
const MINUTES = 30;

/** Lines that the workbench itself prints at start and end. */
const NOISE = new RegExp(
  [
    '^\\[(?!\\d+m)\\w',
    '^(Creating a socket|Resolv(ing|ed) connection token|Ignoring fetching|Updating additional|Log level changed)',
    '^(Started local extension|Loading development ext|Creation of workbench contribution)',
    '^\\s+at .*workbench\\.js|^getaddrinfo|is not a web extension\\.$|^Canceled: Canceled',
  ].join('|'),
);

/**
 * Runs the suite in code-server, on installed VSIX files.
 * @param {readonly string[]} vsixFiles
 * @param {(text: string) => void} print gets what the suite prints
 * @param {string} [grep] runs the tests alone whose full title matches this pattern
 * @returns {Promise<boolean>} whether everything passed
 */
async function runHostSuite(vsixFiles, print, grep) {
  const server = await codeServer.start({ vsixFiles });
  const result = path.join(server.folder, 'result.txt');
  const entry = path.join(server.folder, 'suite.js');
  fs.writeFileSync(entry, entryModule(result, grep));
  const workspace = path.join(server.folder, 'workspace');
  fs.mkdirSync(workspace);
  let browser;
  let hasTimedOut = false;
  try {
    browser = await openBrowser(server);
    const ended = new Promise((resolve, reject) => {
      const prepare = async (page) => {
        await page.exposeFunction('codeAutomationExit', (code) => resolve(code === 0));
        await page.exposeFunction('codeAutomationLog', (_, args) => {
          const text = util.format(...args);
          if (!NOISE.test(text)) print(`${text}\n`);
        });
      };
      browser.open({ workspace, extensions: [testsExtension], tests: entry, prepare }).catch(reject);
      const giveUp = () => {
        hasTimedOut = true;
        resolve(false);
      };
      setTimeout(giveUp, MINUTES * 60_000).unref();
    });
    const passed = await ended;
    // VS Code in the browser reports success even when its extension host dies, so the suite writes its own result.
    const missing = hasTimedOut
      ? `The suite took over ${MINUTES} minutes.`
      : 'The extension host ended before the suite.';
    const outcome = fs.existsSync(result) ? fs.readFileSync(result, 'utf8') : missing;
    if (outcome !== 'passed') print(`${outcome}\n`);
    return passed && outcome === 'passed';
  } finally {
    await browser?.close();
    await server.stop();
  }
}

function entryModule(result, grep = '') {
  return `
const fs = require('node:fs');
exports.run = async () => {
  process.env.LEFT_CONTEXT_GREP = ${JSON.stringify(grep)};
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
