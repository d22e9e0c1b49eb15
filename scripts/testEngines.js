'use strict';
// npm run test:engines [-- vllm|llama-server] [--record] [-g TITLE]: installs real engines when they are missing (4 GB; building
// llama-server takes half an hour), starts them on this machine, and runs the suites in test/engines on each. With --record their
// answers become the recordings that npm test replays, and transformers write the reference anew; with -g too, they are added to
// the recordings. The variable LEFT_CONTEXT_ENGINES names a folder for the engines, in place of .engines.
const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { endWithCounts } = require('./lib/endWithCounts');
const { installPackages, root } = require('./lib/system');

// Engines end with this process, but only when it exits.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

async function main() {
  const options = { grep: { type: 'string', short: 'g' }, record: { type: 'boolean' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  installPackages();
  // Loaded late: they need packages.
  const engines = require('./lib/engines');
  const { mocha } = require('./lib/suites');
  const names = engines.engineNames(positionals);
  engines.install(names);
  if (values.record && !values.grep) {
    engines.writeReference();
    for (const name of names) fs.rmSync(recordingOf(name), { force: true });
  }
  const rows = [];
  for (const name of names) {
    const engine = await engines.start(name);
    const env = { [engine.variable]: engine.url, ...(values.record && { LEFT_CONTEXT_RECORD: '1' }) };
    console.log(`\n=== ${engine.version}`);
    try {
      const print = (text) => process.stdout.write(text);
      rows.push({ version: engine.version, ...(await mocha('test/engines/*.test.ts', () => env)(values.grep)(print)) });
    } finally {
      await engine.stop();
    }
  }
  const width = Math.max(...rows.map(({ version }) => version.length));
  console.log(`\n${'engine'.padEnd(width)}  passed  failed`);
  for (const { version, passed, failed } of rows)
    console.log(`${version.padEnd(width)}  ${String(passed).padStart(6)}  ${String(failed).padStart(6)}`);
  const sumOf = (key) => rows.reduce((sum, row) => sum + row[key], 0);
  return { passed: sumOf('passed'), failed: sumOf('failed') };
}

function recordingOf(name) {
  return path.join(root, 'test', 'fixtures', 'engines', `${name}.jsonl.gz`);
}

endWithCounts(main());
