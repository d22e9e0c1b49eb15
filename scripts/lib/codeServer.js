'use strict';
// A real VS Code without a download from outside npm: code-server carries its server and workbench.
const { spawn, execFileSync } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { root, run } = require('./system');

const nodePackage = `node-linux-${process.arch}`;
const VERSIONS = { 'code-server': '4.139.1', [nodePackage]: '24.21.0' };
const home = path.join(root, '.vscode-host');
const server = path.join(home, 'node_modules', 'code-server');
const node = path.join(home, 'node_modules', nodePackage, 'bin', 'node');
const complete = path.join(home, 'installed.json');

/** Installs code-server and the Node it wants into .vscode-host, once: some 800 MB. */
function install() {
  if (fs.existsSync(complete) && fs.readFileSync(complete, 'utf8') === JSON.stringify(VERSIONS)) return;
  console.log('Installing code-server (VS Code in the browser) into .vscode-host …');
  fs.mkdirSync(home, { recursive: true });
  fs.writeFileSync(path.join(home, 'package.json'), '{ "private": true }\n');
  const packages = Object.entries(VERSIONS).map(([name, version]) => `${name}@${version}`);
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', '--save-exact', ...quiet, ...packages], { cwd: home });
  const env = {
    ...process.env,
    PATH: `${path.dirname(node)}:${process.env.PATH}`,
    npm_config_nodedir: path.dirname(path.dirname(node)),
  };
  const vscode = path.join(server, 'lib', 'vscode');
  const extensions = path.join(vscode, 'extensions');
  run('npm', ['install', '--omit=dev', ...quiet], { cwd: vscode, env });
  run('npm', ['install', '--omit=dev', ...quiet], { cwd: extensions, env });
  run(node, ['postinstall.mjs'], { cwd: extensions, env });
  try {
    run('npm', ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog', '--loglevel=error'], { cwd: vscode, env });
  } catch {
    console.log('Two small addons could not be built (no compiler?): logs are noisier, all else works.');
  }
  fs.writeFileSync(complete, JSON.stringify(VERSIONS));
}

const SETTINGS = {
  'security.workspace.trust.enabled': false,
  // In the browser VS Code saves by itself, which would write trials into the sample prompts.
  'files.autoSave': 'off',
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
};

/** Workspaces have to be trusted, as in VS Code by default, but the window does not ask at once. */
const ASKS_FOR_TRUST = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

/**
 * Starts code-server on loopback with a profile of its own in a temporary folder.
 * @param {{ settings?: object, vsix?: string, port?: number, trust?: 'all' | 'ask', under?: string[] }} options
 *   `vsix` is installed before it starts; with `trust` 'ask' a folder opens in Restricted Mode; `under` is a command
 *   line, such as a tracer's, that runs the server's own
 * @returns {Promise<{ port: number, folder: string, end: () => Promise<void>, stop: () => Promise<void> }>}
 *   `end` leaves the temporary folder as it is; `stop` removes it too
 */
async function start({ settings = {}, vsix, port, trust = 'all', under = [] } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'left-context-'));
  const data = path.join(folder, 'data');
  const all = { ...SETTINGS, ...(trust === 'ask' && ASKS_FOR_TRUST), ...settings };
  // Settings of a machine's own count only where that machine's are: here, beside those of the user.
  for (const place of ['User', 'Machine']) {
    fs.mkdirSync(path.join(data, place), { recursive: true });
    fs.writeFileSync(path.join(data, place, 'settings.json'), JSON.stringify(all, null, 2));
  }
  fs.writeFileSync(path.join(folder, 'config.yaml'), '');
  const env = {
    ...process.env,
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    XDG_RUNTIME_DIR: folder,
    XDG_DATA_HOME: folder,
  };
  for (const name of ['VSCODE_IPC_HOOK_CLI', 'PORT', 'PASSWORD', 'NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE'])
    delete env[name];

  const entry = path.join(server, 'out', 'node', 'entry.js');
  const profile = ['--config', path.join(folder, 'config.yaml'), '--user-data-dir', data];
  profile.push('--extensions-dir', path.join(folder, 'extensions'));
  if (vsix) execFileSync(node, [entry, ...profile, '--install-extension', vsix], { env });

  const used = port ?? (await freePort());
  const quiet = ['--auth', 'none', '--disable-telemetry', '--disable-update-check'];
  if (trust === 'all') quiet.push('--disable-workspace-trust');
  const address = ['--bind-addr', `127.0.0.1:${used}`, '--disable-getting-started-override', '--ignore-last-opened'];
  const log = fs.openSync(path.join(folder, 'server.log'), 'w');
  const [command, ...args] = [...under, node, entry, ...profile, ...quiet, ...address];
  const child = spawn(command, args, {
    env,
    stdio: ['ignore', log, log],
    detached: true,
  });
  const kill = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It has ended already.
    }
  };
  process.on('exit', () => kill('SIGKILL'));
  await until(async () => (await answers(used)) || child.exitCode !== null, 30_000, 'code-server does not answer');
  if (child.exitCode !== null) throw new Error(`code-server ended at once; see ${path.join(folder, 'server.log')}`);

  const end = async () => {
    kill('SIGTERM');
    await until(() => child.exitCode !== null || child.signalCode !== null, 5_000, '').catch(() => undefined);
    kill('SIGKILL');
  };
  const stop = async () => {
    await end();
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  return { port: used, folder, end, stop };
}

function freePort() {
  return new Promise((resolve) => {
    const socket = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

function answers(port) {
  return new Promise((resolve) => {
    const request = http.get({ host: '127.0.0.1', port, path: '/healthz' }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', () => resolve(false));
  });
}

async function until(condition, milliseconds, complaint) {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(complaint);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

module.exports = { install, start };
