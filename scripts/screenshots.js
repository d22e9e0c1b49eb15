'use strict';
// npm run screenshots: drives the extension in headless Chromium and writes docs/screenshots/*.png.
const codeServer = require('./lib/codeServer');
const { chromium, installPackages, run } = require('./lib/system');

installPackages();
chromium();
codeServer.install();
run('npm', ['run', '--silent', 'build']);
run('npx', ['--no-install', 'tsx', 'test/ui/screenshots.ts']);
