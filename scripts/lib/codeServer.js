'use strict';
// A real VS Code from npm alone: the package code-server contains VS Code's server and its workbench for the browser.
const { spawn, execFileSync } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { codeServerNode } = require('./platform');
const { endTree, machine, root, run } = require('./system');

const home = path.join(root, '.vscode-host');
const installed = path.join(home, 'installed.json');
const server = path.join(home, 'node_modules', 'code-server');
const START_TIMEOUT_MS = 30_000;
const END_TIMEOUT_MS = 5_000;

/** The packages in .vscode-host, and the Node among them. Throws where code-server does not run. */
function wanted() {
  const nodePackage = codeServerNode(machine);
  if (!nodePackage)
    throw new Error(
      `code-server (VS Code in the browser) does not run on ${machine.platform}-${machine.arch}. ` +
        'Use desktop VS Code: npm start opens it, npm run test:desktop runs the host tests in it.',
    );
  return {
    versions: { 'code-server': '4.139.1', [nodePackage.name]: nodePackage.version },
    node: path.join(home, 'node_modules', nodePackage.name, 'bin', 'node'),
  };
}

/** Installs code-server, and the version of Node that it requires, into .vscode-host: some 800 MB, once. */
function install() {
  const { versions, node } = wanted();
  if (fs.existsSync(installed) && fs.readFileSync(installed, 'utf8') === JSON.stringify(versions)) return;
  console.log('Installing code-server (VS Code in the browser) into .vscode-host …');
  fs.mkdirSync(home, { recursive: true });
  fs.writeFileSync(path.join(home, 'package.json'), '{ "private": true }\n');
  const packages = Object.entries(versions).map(([name, version]) => `${name}@${version}`);
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', '--save-exact', ...quiet, ...packages], { cwd: home });
  const env = {
    ...process.env,
    PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}`,
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
    console.log(
      'Two small native modules could not be built, perhaps for lack of a C++ compiler. VS Code works without them.',
    );
  }
  fs.writeFileSync(installed, JSON.stringify(versions));
}

const SETTINGS = {
  'security.workspace.trust.enabled': false,
  // VS Code in the browser saves files by itself, which would change the sample prompts.
  'files.autoSave': 'off',
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  // Animation costs much on machines that draw without a graphics card.
  'workbench.reduceMotion': 'on',
  'editor.cursorBlinking': 'solid',
};

/** As by default, VS Code opens workspaces in Restricted Mode, but without the dialog and the banner that ask for trust. */
const ASKS_FOR_TRUST = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

/**
 * Starts code-server on 127.0.0.1, with a profile of its own in a temporary folder.
 * @param {{ settings?: object, vsixFiles?: readonly string[], port?: number, trust?: 'all' | 'ask', under?: string[] }} options
 *   `settings` are VS Code settings; `vsixFiles` are extensions to install first; without `port` a free one is used; with
 *   `trust` 'ask' folders open in Restricted Mode; `under` is a command, such as a tracer, that runs the server
 * @returns {Promise<{ port: number, folder: string, end: () => Promise<void>, stop: () => Promise<void> }>}
 *   `folder` is the temporary folder; `end` ends the server and keeps the folder; `stop` also removes the folder
 * @throws when code-server is not installed, does not run on this system, or does not start
 */
async function start({ settings = {}, vsixFiles = [], port, trust = 'all', under = [] } = {}) {
  const { node } = wanted();
  if (!fs.existsSync(installed)) throw new Error('code-server is not installed. Run npm test, which installs it.');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'left-context-'));
  const env = environment(folder);
  const profile = makeProfile(folder, { ...SETTINGS, ...(trust === 'ask' && ASKS_FOR_TRUST), ...settings });
  const codeServer = [node, path.join(server, 'out', 'node', 'entry.js'), ...profile];
  if (vsixFiles.length > 0)
    shareExtensions(extensionsWith(vsixFiles, codeServer, env), path.join(folder, 'extensions'));

  const used = port ?? (await freePort());
  const quiet = ['--auth', 'none', '--disable-telemetry', '--disable-update-check'];
  if (trust === 'all') quiet.push('--disable-workspace-trust');
  const address = ['--bind-addr', `127.0.0.1:${used}`, '--disable-getting-started-override', '--ignore-last-opened'];
  const logFile = path.join(folder, 'server.log');
  const log = fs.openSync(logFile, 'w');
  const [command, ...args] = [...under, ...codeServer, ...quiet, ...address];
  // Detached, so that it leads a group: the signals then also reach its children.
  const child = spawn(command, args, { env, stdio: ['ignore', log, log], detached: true });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  process.on('exit', () => endTree(child.pid, 'SIGKILL'));
  if (!(await until(async () => (await answers(used)) || hasEnded(), START_TIMEOUT_MS)))
    throw new Error(`code-server did not answer within ${START_TIMEOUT_MS / 1000} seconds. See ${logFile}.`);
  if (hasEnded()) throw new Error(`code-server ended while starting. See ${logFile}.`);

  const end = async () => {
    endTree(child.pid, 'SIGTERM');
    await until(hasEnded, END_TIMEOUT_MS);
    endTree(child.pid, 'SIGKILL');
  };
  const stop = async () => {
    await end();
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  return { port: used, folder, end, stop };
}

/** The folders in which this process has installed VSIX files, by the paths of those. */
const installedVsix = new Map();
/** Where they are: a test that sets another folder for temporary files deletes what is there when it ends. */
const folderOfInstalledVsix = os.tmpdir();

/** A folder with the extensions of VSIX files. Installing takes seconds, so each process does it once. */
function extensionsWith(vsixFiles, codeServer, env) {
  const known = installedVsix.get(vsixFiles.join());
  if (known) return known;
  const folder = fs.mkdtempSync(path.join(folderOfInstalledVsix, 'left-context-extensions-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  // The last --extensions-dir counts.
  const installs = vsixFiles.flatMap((vsix) => ['--install-extension', vsix]);
  const options = [...installs, '--extensions-dir', folder];
  execFileSync(codeServer[0], [...codeServer.slice(1), ...options], { env });
  installedVsix.set(vsixFiles.join(), folder);
  return folder;
}

/** Fills a folder of extensions with links to installed ones, which are large, and with a list of its own. */
function shareExtensions(from, to) {
  fs.mkdirSync(to);
  const entries = JSON.parse(fs.readFileSync(path.join(from, 'extensions.json'), 'utf8')).map((entry) => {
    const folder = path.join(to, entry.relativeLocation);
    fs.symlinkSync(path.join(from, entry.relativeLocation), folder);
    return { ...entry, location: { $mid: 1, scheme: 'file', path: folder } };
  });
  fs.writeFileSync(path.join(to, 'extensions.json'), JSON.stringify(entries));
}

/** Writes the settings into the folder. Returns the options that make code-server keep everything there. */
function makeProfile(folder, settings) {
  const data = path.join(folder, 'data');
  // VS Code in the browser reads settings of machine scope from Machine, all others from User.
  for (const scope of ['User', 'Machine']) {
    fs.mkdirSync(path.join(data, scope), { recursive: true });
    fs.writeFileSync(path.join(data, scope, 'settings.json'), JSON.stringify(settings, null, 2));
  }
  const config = path.join(folder, 'config.yaml');
  fs.writeFileSync(config, '');
  return ['--config', config, '--user-data-dir', data, '--extensions-dir', path.join(folder, 'extensions')];
}

/** This process's environment, without what would change the server. code-server follows XDG_* on macOS too. */
function environment(folder) {
  const env = {
    ...process.env,
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    XDG_RUNTIME_DIR: folder,
    XDG_DATA_HOME: folder,
  };
  for (const name of ['VSCODE_IPC_HOOK_CLI', 'PORT', 'PASSWORD', 'NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE'])
    delete env[name];
  return env;
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

/** Whether the condition came true within the time. */
async function until(condition, milliseconds) {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return true;
}

module.exports = { install, start };
