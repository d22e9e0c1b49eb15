'use strict';
// Makes the models of packs/ that git does not hold: packs/smollm2/models/smollm2, of the parts of its GGUF file. Does
// nothing where that folder was made of the same file by the same code.
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { root } = require('./lib/system');

const pack = path.join(root, 'packs', 'smollm2');
const gguf = path.join(pack, 'gguf');
const target = path.join(pack, 'models', 'smollm2');
const stamp = path.join(target, 'made-of.txt');

/** The name of the GGUF file and its SHA-256, as SHA256SUMS says. */
function expectedGguf() {
  const [sha256 = '', name = ''] = fs.readFileSync(path.join(gguf, 'SHA256SUMS'), 'utf8').trim().split(/\s+/);
  return { sha256, name };
}

/** The code that makes a model folder of a GGUF file, as one bundle. */
async function converter() {
  const { build } = require('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/inference/models/gguf/makeModelFromGguf.node.ts'],
    bundle: true,
    platform: 'node',
    target: 'node20',
    write: false,
  });
  return outputFiles[0].text;
}

/**
 * Puts the parts of a file in a folder together.
 * @param {string} folder has NAME.part1, NAME.part2, …
 * @param {{ name: string, sha256: string }} source the file's name and what it must be
 * @param {string} file path to write
 * @throws when it is another file
 */
function joinParts(folder, { name, sha256 }, file) {
  const parts = fs.readdirSync(folder).filter((each) => each.startsWith(`${name}.part`));
  const hash = createHash('sha256');
  for (const part of parts.toSorted()) {
    const bytes = fs.readFileSync(path.join(folder, part));
    hash.update(bytes);
    fs.appendFileSync(file, bytes);
  }
  if (hash.digest('hex') === sha256) return;
  throw new Error(
    `The parts of ${name} do not make the file that SHA256SUMS names. Get them again: git checkout -- ${folder}`,
  );
}

/** Makes packs/smollm2/models/smollm2 unless it is there and current. Throws when the GGUF file is damaged. */
async function makePackModels() {
  const source = expectedGguf();
  const code = await converter();
  const wanted = `${source.sha256}  ${source.name}\n${createHash('sha256').update(code).digest('hex')}  converter\n`;
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;
  console.log(`Making packs/smollm2/models/smollm2 of ${source.name} …`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'left-context-gguf-'));
  try {
    const file = path.join(folder, source.name);
    joinParts(gguf, source, file);
    const module = path.join(folder, 'converter.cjs');
    fs.writeFileSync(module, code);
    const { makeModelFromGguf } = await import(pathToFileURL(module));
    fs.rmSync(target, { recursive: true, force: true });
    await makeModelFromGguf(file, target, { signal: new AbortController().signal });
    fs.copyFileSync(path.join(gguf, 'README.md'), path.join(target, 'README.md'));
    fs.writeFileSync(stamp, wanted);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

if (require.main === module)
  makePackModels().catch((error) => {
    console.error(error.message ?? error);
    process.exit(1);
  });

module.exports = { expectedGguf, joinParts, makePackModels };
