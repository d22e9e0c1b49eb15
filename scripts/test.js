'use strict';
// npm test: installs, builds, checks and runs all suites, and ends with one line: N passed, N failed.
const { spawn } = require('node:child_process');
const path = require('node:path');
const { chromium, installPackages, root } = require('./lib/system');

const tally = { passed: 0, failed: 0 };

/** A step that passes or fails as a whole. */
async function check(name, job) {
  console.log(`\n=== ${name}`);
  try {
    await job();
    tally.passed++;
    return true;
  } catch (error) {
    console.error(`${name} failed: ${error.message ?? error}`);
    tally.failed++;
    return false;
  }
}

/** A suite whose tests are counted one by one, from what Mocha prints. */
async function suite(name, job) {
  console.log(`\n=== ${name}`);
  let printed = '';
  const print = (text) => {
    printed += text;
    process.stdout.write(text);
  };
  let passed = false;
  try {
    passed = await job(print);
  } catch (error) {
    print(`${error.stack ?? error}\n`);
  }
  const count = (pattern) => Number(pattern.exec(printed)?.[1] ?? 0);
  const successes = count(/(\d+) passing/);
  const failures = count(/(\d+) failing/);
  tally.passed += successes;
  // A suite that ran nothing, or died, has failed whatever it printed.
  tally.failed += passed && successes > 0 ? failures : Math.max(1, failures);
}

/** Runs a command, hands on what it prints, and tells whether it ended well. */
function command(print, name, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(name, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (data) => print(String(data)));
    child.stderr.on('data', (data) => print(String(data)));
    child.on('error', (error) => print(`${error.message}\n`));
    child.on('close', (code) => resolve(code === 0));
  });
}

async function mustRun(name, ...args) {
  if (!(await command((text) => process.stdout.write(text), name, args))) throw new Error(`${name} ${args.join(' ')}`);
}

const mocha = (print, pattern, env) => command(print, 'npx', ['--no-install', 'mocha', pattern], env);

async function main() {
  installPackages();
  const built = await check('build', () => mustRun('node', 'esbuild.js'));
  await check('types', () => mustRun('npm', 'run', '--silent', 'typecheck'));
  await check('lint', () => mustRun('npm', 'run', '--silent', 'lint'));
  if (!built) return;
  await suite('unit', (print) => mocha(print, 'test/unit/**/*.test.ts'));
  await suite('contract', (print) => mocha(print, 'test/contract/**/*.test.ts'));
  await suite('fuzz', (print) => mocha(print, 'test/fuzz/**/*.test.ts'));

  const browserReady = await check('Chromium', async () => void chromium());
  if (!browserReady) return;
  await suite('page: the attention panel in Chromium', (print) => mocha(print, 'test/page/**/*.test.ts'));

  const hostReady = await check('a real VS Code: code-server', async () => require('./lib/codeServer').install());
  if (!hostReady) return;
  const { runHostSuite } = require('./lib/hostSuite');
  const host = 'code-server (VS Code 1.139, extension host on Node 24)';
  await suite(`extension host: the checkout in ${host}`, (print) => runHostSuite(undefined, print));
  await suite(`window: the checkout in ${host}`, (print) => mocha(print, 'test/ui/**/*.test.ts'));

  let vsix;
  const packed = await check('package', async () => {
    vsix = require('./package').makeVsix();
    await mustRun('node', 'esbuild.js');
  });
  if (!packed) return;
  console.log(`Packed ${path.basename(vsix)}.`);
  await suite('extension host: the installed VSIX', (print) => runHostSuite(vsix, print));
  await suite('window: the installed VSIX', (print) =>
    mocha(print, 'test/ui/**/*.test.ts', { LEFT_CONTEXT_VSIX: vsix }),
  );
}

main()
  .catch((error) => {
    console.error(error);
    tally.failed++;
  })
  .finally(() => {
    console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
    process.exit(tally.failed === 0 ? 0 : 1);
  });
