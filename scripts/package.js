'use strict';
// npm run package: an installable VSIX for one platform, this one unless LEFT_CONTEXT_PLATFORM names another.
const fs = require('node:fs');
const path = require('node:path');
const { installPackages, root, run } = require('./lib/system');

const MOST_BYTES = 60 * 1024 * 1024;

/** Builds for production and packs. Returns the VSIX's path; throws when it is too large to be sensible. */
function makeVsix() {
  const platform = process.env.LEFT_CONTEXT_PLATFORM ?? `${process.platform}-${process.arch}`;
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const vsix = path.join(root, `left-context-${platform}-${version}.vsix`);
  run('node', ['esbuild.js', '--production']);
  const options = [
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--target',
    platform,
  ];
  run('npx', ['--no-install', 'vsce', 'package', ...options, '--out', vsix]);
  const { size } = fs.statSync(vsix);
  if (size > MOST_BYTES)
    throw new Error(`${path.basename(vsix)} has ${(size / 1e6).toFixed(1)} MB, more than allowed.`);
  return vsix;
}

if (require.main === module) {
  installPackages();
  makeVsix();
}

module.exports = { makeVsix };
