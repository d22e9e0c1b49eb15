'use strict';
// npm run test:desktop: the host suite in desktop VS Code, downloaded by @vscode/test-electron or named by VSCODE.
const path = require('node:path');
const { installPackages, root, run } = require('./lib/system');

async function main() {
  installPackages();
  run('node', ['esbuild.js']);
  const { runTests } = require('@vscode/test-electron');
  await runTests({
    ...(process.env.VSCODE && { vscodeExecutablePath: process.env.VSCODE }),
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(root, 'dist', 'test', 'host.js'),
    launchArgs: ['--disable-extensions', '--disable-workspace-trust'],
  });
}

main().catch((error) => {
  console.error(error.message ?? error);
  process.exit(1);
});
