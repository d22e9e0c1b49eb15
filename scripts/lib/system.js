'use strict';
// Runs commands, and sees to it that this machine has what the scripts need.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
const CHROMIUM_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
];

/** Runs a command with its output shown. Throws when it fails. */
function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with code ${status}`);
}

/** Whether a command can be found on the PATH. */
function isInstalled(command) {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

/** Installs the npm packages when they are missing or older than the lock file. */
function installPackages() {
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  const lock = path.join(root, 'package-lock.json');
  const isCurrent = fs.existsSync(installed) && fs.statSync(installed).mtimeMs >= fs.statSync(lock).mtimeMs;
  if (!isCurrent) run('npm', ['ci', '--no-audit', '--no-fund']);
}

/** Installs Debian's or Ubuntu's packages, where there is apt-get. */
function installFromApt(...packages) {
  if (!isInstalled('apt-get')) return;
  const asRoot = process.getuid() === 0 ? 'env' : 'sudo';
  const apt = (...args) => run(asRoot, ['DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args]);
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
}

/** Path of a Chromium, installed from Debian's or Ubuntu's packages when there is none. */
function chromium() {
  const found = () => [process.env.CHROMIUM, ...CHROMIUM_PATHS].find((file) => file && fs.existsSync(file));
  if (!found()) installFromApt('chromium', 'fonts-liberation', 'fonts-dejavu-core');
  const executable = found();
  if (!executable)
    throw new Error('No Chromium found. Install Chromium or Google Chrome, or set CHROMIUM to its path.');
  return executable;
}

/** Name of the tracer of system calls, installed when there is none. Throws when this machine lets nothing be traced. */
function strace() {
  if (!isInstalled('strace')) installFromApt('strace');
  if (!isInstalled('strace')) throw new Error('No strace found. Install the package strace.');
  const { status, stderr } = spawnSync('strace', ['-f', '--seccomp-bpf', '-o', '/dev/null', 'true'], {
    encoding: 'utf8',
  });
  if (status === 0) return 'strace';
  throw new Error(
    `strace cannot trace here (${stderr.trim()}). Allow ptrace: start a container with --cap-add=SYS_PTRACE, or ` +
      'set the kernel setting kernel.yama.ptrace_scope to 1. strace must be 5.3 or newer.',
  );
}

module.exports = { root, run, isInstalled, installPackages, chromium, strace };
