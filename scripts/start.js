'use strict';
// npm start: installs, builds, and opens the extension on a few sample prompts in desktop VS Code, else in code-server.
const path = require('node:path');
const { codeServerNode, findVsCode, missingMessage } = require('./lib/platform');
const { installPackages, machine, root, run } = require('./lib/system');
const { PACK } = require('./release/targets');

const workspace = path.join(root, 'test', 'fixtures', 'workspace');

async function main() {
  const vsCode = findVsCode(machine);
  if (!vsCode && !codeServerNode(machine)) throw new Error(missingMessage(machine.platform, 'vsCode'));
  installPackages();
  run('npm', ['run', '--silent', 'build']);
  const extensions = [root, path.join(root, PACK)].map((folder) => `--extensionDevelopmentPath=${folder}`);
  if (vsCode) run(vsCode, ['--new-window', ...extensions, workspace]);
  else await openInBrowser();
}

/** Serves VS Code with the packed extensions until Ctrl+C. PORT chooses the port. */
async function openInBrowser() {
  const { makePackVsix, makeVsix } = require('./package');
  const codeServer = require('./lib/codeServer');
  codeServer.install();
  const port = Number(process.env.PORT) || undefined;
  const server = await codeServer.start({ vsixFiles: [await makePackVsix(), makeVsix()], port });
  console.log(`\nLeft Context is open at http://127.0.0.1:${server.port}/?folder=${encodeURIComponent(workspace)}`);
  console.log('Press Ctrl+C to stop.');
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.stop().then(() => process.exit()));
}

main().catch((error) => {
  console.error(error.message ?? error);
  process.exit(1);
});
