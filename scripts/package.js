'use strict';
// npm run package: an installable VSIX for one platform, this one unless LEFT_CONTEXT_PLATFORM names another.
const fs = require('node:fs');
const path = require('node:path');
const { installPackages, root, run } = require('./lib/system');
const { vsixName } = require('./release/targets');

const MOST_BYTES = 60 * 1024 * 1024;

/**
 * Builds for production and packs.
 * @param {string} target the platform, such as linux-x64
 * @returns {string} path of the VSIX
 * @throws when it is too large to be sensible
 */
function makeVsix(target = process.env.LEFT_CONTEXT_PLATFORM ?? `${process.platform}-${process.arch}`) {
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const vsix = path.join(root, vsixName(version, target));
  run('node', ['esbuild.js', '--production'], { env: { ...process.env, LEFT_CONTEXT_PLATFORM: target } });
  // --no-dependencies: esbuild has bundled all that is needed into dist/, so nothing is packed out of node_modules.
  run('npx', ['--no-install', 'vsce', 'package', '--no-dependencies', '--target', target, '--out', vsix]);
  const { size } = fs.statSync(vsix);
  if (size > MOST_BYTES)
    throw new Error(`${path.basename(vsix)} has ${(size / 1e6).toFixed(1)} MB, more than allowed.`);
  return vsix;
}

/** Makes a VSIX as makeVsix does, and throws when a registry could not show its pages. */
async function makeCheckedVsix(target) {
  const vsix = makeVsix(target);
  // Loaded late: it needs a package that may not have been installed when this file was loaded.
  await require('./release/vsix').checkPages(vsix);
  return vsix;
}

async function main() {
  installPackages();
  await makeCheckedVsix();
}

if (require.main === module)
  main().catch((error) => {
    console.error(error.message ?? error);
    process.exit(1);
  });

module.exports = { makeCheckedVsix, makeVsix };
