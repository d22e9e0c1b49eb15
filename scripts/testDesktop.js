'use strict';
// npm run test:desktop: runs the host suite in desktop VS Code, which @vscode/test-electron downloads unless VSCODE is
// the path of an installed one: Code.exe on Windows, the program in Contents/MacOS on macOS, code elsewhere.
const path = require('node:path');
const { hasDesktop } = require('./lib/platform');
const { installPackages, machine, root, run } = require('./lib/system');
const { PACK } = require('./release/targets');

async function main() {
  if (!hasDesktop(machine))
    throw new Error('Desktop VS Code needs a display. Set DISPLAY, or run: xvfb-run -a npm run test:desktop');
  installPackages();
  run('npm', ['run', '--silent', 'build']);
  const { runTests } = require('@vscode/test-electron');
  await runTests({
    ...(process.env.VSCODE && { vscodeExecutablePath: process.env.VSCODE }),
    extensionDevelopmentPath: [root, path.join(root, PACK)],
    extensionTestsPath: path.join(root, 'dist', 'test', 'host.js'),
    launchArgs: ['--disable-extensions', '--disable-workspace-trust'],
  });
}

main().catch((error) => {
  console.error(error.message ?? error);
  process.exit(1);
});
