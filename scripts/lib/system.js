'use strict';
// Runs commands, and makes sure that this machine has what the scripts need.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { commandLine, findBrowser, findCommand, howToEndTree, missingMessage } = require('./platform');

const root = path.resolve(__dirname, '..', '..');

/** This machine, for the functions in platform.js. */
const machine = { platform: process.platform, arch: process.arch, env: process.env, exists: isProgram };

function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Runs a command and shows its output. Throws when it fails. */
function run(command, args, options = {}) {
  const line = commandLine(machine, command, args);
  const { status, error } = spawnSync(line.file, line.args, {
    cwd: root,
    stdio: 'inherit',
    ...options,
    ...line.options,
  });
  if (error?.code === 'ENOENT') throw new Error(`${command} was not found. Install it, or add its folder to PATH.`);
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with code ${status}.`);
}

/** Whether PATH leads to a command. */
function isInstalled(command) {
  return findCommand(machine, command) !== undefined;
}

/** Installs the npm packages when they are missing or older than the lock file. */
function installPackages() {
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  const lock = path.join(root, 'package-lock.json');
  const isCurrent = fs.existsSync(installed) && fs.statSync(installed).mtimeMs >= fs.statSync(lock).mtimeMs;
  if (!isCurrent) run('npm', ['ci', '--no-audit', '--no-fund']);
}

/** Installs packages on Debian, Ubuntu and the like. Does nothing on systems without apt-get, or without the right to use it. */
function installFromApt(...packages) {
  if (machine.platform !== 'linux' || !isInstalled('apt-get')) return;
  const isRoot = process.getuid() === 0;
  if (!isRoot && !isInstalled('sudo')) return;
  const apt = (...args) => run(isRoot ? 'env' : 'sudo', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args]);
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
}

/** Path of the browser that CHROMIUM names, else of an installed one, else of Chromium installed by apt-get. */
function chromium() {
  const chosen = process.env.CHROMIUM;
  if (chosen && !isProgram(chosen))
    throw new Error(
      `CHROMIUM is set to ${chosen}, which is not a program. Correct it, or unset it to use an installed browser.`,
    );
  const found = () => chosen || findBrowser(machine);
  if (!found()) installFromApt('chromium', 'fonts-liberation', 'fonts-dejavu-core');
  const executable = found();
  if (!executable) throw new Error(missingMessage(machine.platform, 'browser'));
  return executable;
}

/** Name of the command that traces system calls, installed when missing. Throws when this machine forbids tracing. */
function strace() {
  if (!isInstalled('strace')) installFromApt('strace');
  if (!isInstalled('strace')) throw new Error(missingMessage(machine.platform, 'strace'));
  const options = ['-f', '--seccomp-bpf', '-o', '/dev/null', 'true'];
  const { status, stderr } = spawnSync('strace', options, { encoding: 'utf8' });
  if (status === 0) return 'strace';
  throw new Error(
    `strace cannot trace here (${stderr.trim()}). Use strace 5.3 or newer, and allow ptrace: start a container with ` +
      '--cap-add=SYS_PTRACE, or set the kernel setting kernel.yama.ptrace_scope to 1.',
  );
}

/**
 * Ends a process that leads a group, and its children. Does nothing when they have ended already.
 * @param {number} pid
 * @param {NodeJS.Signals} signal ignored on Windows, which ends them by force
 */
function endTree(pid, signal) {
  const how = howToEndTree(machine.platform, pid);
  if ('command' in how) return void spawnSync(how.command, how.args);
  try {
    process.kill(how.group, signal);
  } catch {
    // They have ended: Linux then reports ESRCH, macOS also EPERM.
  }
}

module.exports = { root, machine, run, isInstalled, installPackages, chromium, strace, endTree };
