'use strict';
// npm run release: makes the VSIX files of all platforms and of packs/smollm2, and uploads them. CONTRIBUTING.md, "Publishing", tells more.
//   --dry-run       does everything but the upload, and prints the commands that would do it
//   --packed        uploads the VSIX files that lie in the repository's root, and makes none
//   --to REGISTRY   uploads to marketplace or open-vsx only
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { installPackages, root, run } = require('./lib/system');
const { makeCheckedPackVsix, makeCheckedVsix } = require('./package');
const { readiness, tagOf } = require('./release/readiness');
const { REGISTRIES, uploadCommands } = require('./release/registries');
const { PACK, TARGETS, packVsixName, vsixName } = require('./release/targets');

const read = (name) => fs.readFileSync(path.join(root, name), 'utf8');

function options() {
  const { values } = parseArgs({
    options: { 'dry-run': { type: 'boolean' }, packed: { type: 'boolean' }, to: { type: 'string' } },
  });
  if (values.to && !(values.to in REGISTRIES))
    throw new Error(`There is no registry ${values.to}. Name one of these: ${Object.keys(REGISTRIES).join(', ')}.`);
  return {
    dryRun: values['dry-run'] ?? false,
    packed: values.packed ?? false,
    registries: values.to ? [values.to] : Object.keys(REGISTRIES),
  };
}

/** Tags of the commit that is checked out. A workflow may have no tags in its clone, but names the one that started it. */
function tagsHere() {
  if (process.env.GITHUB_REF_TYPE === 'tag') return [process.env.GITHUB_REF_NAME];
  const { stdout } = spawnSync('git', ['tag', '--points-at', 'HEAD'], { cwd: root, encoding: 'utf8' });
  return (stdout ?? '').split('\n').filter(Boolean);
}

/** Throws unless this commit may be released. A dry run needs no tag. */
function checkReadiness(version, dryRun) {
  const { problems, missingTag } = readiness({ version, changelog: read('CHANGELOG.md'), tags: tagsHere() });
  const tag = tagOf(version);
  if (missingTag && dryRun) console.log(`This commit has no tag; that of the release would be ${tag}.`);
  else if (missingTag) problems.push(`This commit has no tag. Add it: git tag ${tag}`);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** Makes all VSIX files. Each build overwrites dist/, so that of this machine is made again. */
async function packAll() {
  await makeCheckedPackVsix();
  for (const target of TARGETS) await makeCheckedVsix(target);
  run('node', ['esbuild.js']);
}

async function main() {
  const { dryRun, packed, registries } = options();
  const { version } = JSON.parse(read('package.json'));
  checkReadiness(version, dryRun);
  if (!packed) {
    installPackages();
    await packAll();
  }
  // The pack first: the extension names it in extensionPack.
  const pack = packVsixName(JSON.parse(read(`${PACK}/package.json`)).version);
  const files = [pack, ...TARGETS.map((target) => vsixName(version, target))];
  const missing = files.filter((file) => !fs.existsSync(path.join(root, file)));
  if (missing.length > 0) throw new Error(`Not packed: ${missing.join(', ')}. Run this without --packed.`);

  const commands = uploadCommands(registries, files);
  if (dryRun) console.log(`Nothing was uploaded. These commands would do it:\n`);
  for (const [command, ...args] of commands) {
    if (dryRun) console.log(`${[command, ...args].join(' ')}\n`);
    else run(command, args);
  }
}

main().catch((error) => {
  console.error(error.message ?? error);
  process.exit(1);
});
