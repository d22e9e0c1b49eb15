'use strict';
// The suites of `npm test`: what each needs before it can run, and how it runs.
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { PACK, packVsixName, vsixName } = require('../release/targets');
const { commandLine } = require('./platform');
const { chromium, machine, root } = require('./system');

/** @typedef {import('./sideBySide').Job} Job */

const PREPARATIONS = {
  build: check('npm', 'run', '--silent', 'build'),
  // Both go through dist/. The other suites read the development build, so that comes last.
  'VSIX and build': async (print) => {
    const packed = await check('node', 'scripts/package.js')(print);
    return packed.failed > 0 ? packed : PREPARATIONS.build(print);
  },
  Chromium: async (print) => {
    print(chromium());
    return { passed: 1, failed: 0 };
  },
  'code-server': check('node', '-e', "require('./scripts/lib/codeServer').install()"),
};

/** The suites in the order in which they begin: the longest first, so that none is left to run alone at the end. */
const SUITES = [
  { name: 'window', needs: ['VSIX and build', 'Chromium', 'code-server'], run: window },
  { name: 'contract', needs: ['build'], run: mocha('test/contract/**/*.test.ts') },
  { name: 'tokens', needs: ['build'], run: mocha('test/tokens/**/*.test.ts') },
  { name: 'hub', needs: ['build'], run: mocha('test/hub/**/*.test.ts') },
  { name: 'page', needs: ['build', 'Chromium'], run: mocha('test/page/**/*.test.ts') },
  { name: 'host', needs: ['VSIX and build', 'Chromium', 'code-server'], run: host },
  { name: 'fuzz', needs: ['build', 'Chromium'], run: mocha('test/fuzz/**/*.test.ts') },
  { name: 'types', needs: [], run: () => check('npm', 'run', '--silent', 'typecheck') },
  { name: 'lint', needs: [], run: () => check('npm', 'run', '--silent', 'lint') },
  { name: 'unit', needs: [], run: mocha('test/unit/**/*.test.ts') },
  { name: 'engines', needs: [], run: mocha('test/engines/**/*.test.ts') },
];

/**
 * The jobs of the suites with these names, of all when there are none, and of what must be done before them.
 * @param {readonly string[]} names
 * @param {string | undefined} grep runs the tests alone whose full title matches this pattern
 * @returns {{ preparations: Job[], independent: Job[], dependent: (Job & { needs: string[] })[] }} a dependent suite may
 *   run once the preparations that it needs have passed, an independent one at any time
 */
function jobsFor(names, grep) {
  const unknown = names.find((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown !== undefined)
    throw new Error(`There is no suite ${unknown}. Name some of these: ${SUITES.map(({ name }) => name).join(', ')}.`);
  const chosen = SUITES.filter(({ name }) => names.length === 0 || names.includes(name));
  const job = ({ name, run }) => ({ name, run: run(grep) });
  // With a VSIX comes a build.
  const hasVsix = chosen.some((suite) => suite.needs.includes('VSIX and build'));
  const needsOf = (suite) => suite.needs.map((need) => (need === 'build' && hasVsix ? 'VSIX and build' : need));
  const needs = new Set(chosen.flatMap(needsOf));
  return {
    preparations: [...needs].map((name) => ({ name, run: PREPARATIONS[name] })),
    independent: chosen.filter((suite) => suite.needs.length === 0).map(job),
    dependent: chosen
      .filter((suite) => suite.needs.length > 0)
      .map((suite) => ({ ...job(suite), needs: needsOf(suite) })),
  };
}

/** A step that passes or fails as a whole. */
function check(command, ...args) {
  return async (print) => ((await ends(print, command, args)) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
}

function mocha(pattern, env = () => ({})) {
  return (grep) => (print) => {
    // A suite whose tests are all filtered out never ends the inference process that it has started.
    const filter = grep ? ['--grep', grep, '--exit'] : [];
    const args = ['--no-install', 'mocha', pattern, ...filter];
    return counted(print, Boolean(grep), (printAndCount) => ends(printAndCount, 'npx', args, env()));
  };
}

function window(grep) {
  return mocha('test/ui/**/*.test.ts', () => ({ LEFT_CONTEXT_VSIX: vsixFiles().join(path.delimiter) }))(grep);
}

function host(grep) {
  return (print) => {
    const { runHostSuite } = require('./hostSuite');
    return counted(print, Boolean(grep), (printAndCount) => runHostSuite(vsixFiles(), printAndCount, grep));
  };
}

/** Paths of this platform's VSIX and of the pack's, as scripts/package.js makes them. */
function vsixFiles() {
  const versionIn = (folder) => JSON.parse(fs.readFileSync(path.join(root, folder, 'package.json'), 'utf8')).version;
  const names = [vsixName(versionIn('.'), `${process.platform}-${process.arch}`), packVsixName(versionIn(PACK))];
  return names.map((name) => path.join(root, name));
}

/** Counts tests by what Mocha prints. A suite that ran no test although it may not be empty, or died, has failed. */
async function counted(print, mayBeEmpty, run) {
  let printed = '';
  const hasPassed = await run((text) => {
    printed += text;
    print(text);
  });
  const count = (pattern) => Number(pattern.exec(printed)?.[1] ?? 0);
  const passed = count(/(\d+) passing/);
  const failed = count(/(\d+) failing/);
  return { passed, failed: hasPassed && (passed > 0 || mayBeEmpty) ? failed : Math.max(1, failed) };
}

/** Runs a command, passes on what it prints, and tells whether it ended well. */
function ends(print, command, args, env = {}) {
  return new Promise((resolve) => {
    const line = commandLine(machine, command, args);
    const child = spawn(line.file, line.args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...line.options,
    });
    child.stdout.on('data', (data) => print(String(data)));
    child.stderr.on('data', (data) => print(String(data)));
    child.on('error', (error) => print(`${error.message}\n`));
    child.on('close', (code) => resolve(code === 0));
  });
}

module.exports = { jobsFor, mocha };
