'use strict';
// npm start: installs, builds and opens the extension on a few sample prompts, in desktop VS Code or else code-server.
const path = require('node:path');
const { installPackages, isInstalled, root, run } = require('./lib/system');

const workspace = path.join(root, 'test', 'fixtures', 'workspace');

async function main() {
  installPackages();
  run('npm', ['run', '--silent', 'build']);
  if (isInstalled('code') && process.env.DISPLAY) {
    run('code', ['--new-window', `--extensionDevelopmentPath=${root}`, workspace]);
    return;
  }
  const { makeVsix } = require('./package');
  const codeServer = require('./lib/codeServer');
  codeServer.install();
  const port = Number(process.env.PORT) || undefined;
  const server = await codeServer.start({ vsix: makeVsix(), port });
  console.log(`\nLeft Context is open at http://127.0.0.1:${server.port}/?folder=${encodeURIComponent(workspace)}`);
  console.log('Press Ctrl+C to stop.');
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.stop().then(() => process.exit()));
}

main().catch((error) => {
  console.error(error.message ?? error);
  process.exit(1);
});
