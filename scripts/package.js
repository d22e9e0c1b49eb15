'use strict';
// npm run package: an installable VSIX for one platform, this one unless LEFT_CONTEXT_PLATFORM names another, and the VSIX
// of the second extension, packs/smollm2.
const fs = require('node:fs');
const path = require('node:path');
const { installPackages, root, run } = require('./lib/system');
const { makePackModels } = require('./packModels');
const { PACK, packVsixName, vsixName } = require('./release/targets');

const MOST_BYTES = 60 * 1024 * 1024;
// --no-dependencies: esbuild has bundled all that is needed into dist/, so nothing is packed out of node_modules.
const VSCE = [path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce'), 'package', '--no-dependencies'];

function versionIn(folder) {
  return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).version;
}

/**
 * Builds for production and packs.
 * @param {string} target the platform, such as linux-x64
 * @returns {string} path of the VSIX
 * @throws when it is too large to be sensible
 */
function makeVsix(target = process.env.LEFT_CONTEXT_PLATFORM ?? `${process.platform}-${process.arch}`) {
  const vsix = path.join(root, vsixName(versionIn(root), target));
  run('node', ['esbuild.js', '--production'], { env: { ...process.env, LEFT_CONTEXT_PLATFORM: target } });
  run('node', [...VSCE, '--target', target, '--out', vsix]);
  const { size } = fs.statSync(vsix);
  if (size > MOST_BYTES)
    throw new Error(`${path.basename(vsix)} has ${(size / 1e6).toFixed(1)} MB, more than allowed.`);
  return vsix;
}

/**
 * Makes the models of the second extension, unless they are there, and packs it.
 * @returns {Promise<string>} path of the VSIX
 */
async function makePackVsix() {
  await makePackModels();
  const pack = path.join(root, PACK);
  const vsix = path.join(root, packVsixName(versionIn(pack)));
  run('node', [...VSCE, '--out', vsix], { cwd: pack });
  return vsix;
}

/** Throws when a registry could not show the pages of a VSIX. */
async function checked(vsix) {
  // Loaded late: it needs a package that may not have been installed when this file was loaded.
  await require('./release/vsix').checkPages(vsix);
  return vsix;
}

const makeCheckedVsix = (target) => checked(makeVsix(target));
const makeCheckedPackVsix = async () => checked(await makePackVsix());

async function main() {
  installPackages();
  await makeCheckedVsix();
  await makeCheckedPackVsix();
}

if (require.main === module)
  main().catch((error) => {
    console.error(error.message ?? error);
    process.exit(1);
  });

module.exports = { makeCheckedPackVsix, makeCheckedVsix, makePackVsix, makeVsix };
