import assert from 'node:assert/strict';
import {
  codeServerNode,
  commandLine,
  findBrowser,
  findCommand,
  findVsCode,
  hasDesktop,
  howToEndTree,
  missingMessage,
} from '../../scripts/lib/platform';

/** A machine that has these programs and no others. */
const machine = (platform: string, env: Record<string, string>, ...programs: string[]) => ({
  platform,
  arch: 'x64',
  env,
  exists: (file: string) => programs.includes(file),
});

const NODE_FOLDER = 'C:\\Program Files\\nodejs';
const CODE_ON_WINDOWS = 'Microsoft VS Code\\bin\\code.cmd';
const CODE_ON_MACOS = 'Visual Studio Code.app/Contents/Resources/app/bin/code';
const windows = (...programs: string[]) =>
  machine(
    'win32',
    {
      PATH: `C:\\Windows\\system32;;${NODE_FOLDER}`,
      PATHEXT: '.COM;.EXE;.BAT;.CMD;.VBS',
      ComSpec: 'C:\\Windows\\system32\\cmd.exe',
      LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local',
      ProgramFiles: 'C:\\Program Files',
      'ProgramFiles(x86)': 'C:\\Program Files (x86)',
    },
    ...programs,
  );
const macOS = (...programs: string[]) =>
  machine('darwin', { PATH: '/usr/bin:/opt/homebrew/bin', HOME: '/Users/ada' }, ...programs);
const linux = (env: Record<string, string>, ...programs: string[]) =>
  machine('linux', { PATH: '/usr/local/bin::/usr/bin', ...env }, ...programs);

suite('platforms: commands', () => {
  test('are found in the first folder of PATH that has them', () => {
    assert.equal(findCommand(linux({}, '/usr/bin/npm', '/usr/local/bin/npm'), 'npm'), '/usr/local/bin/npm');
    assert.equal(findCommand(macOS('/opt/homebrew/bin/npm'), 'npm'), '/opt/homebrew/bin/npm');
    assert.equal(findCommand(linux({}), 'npm'), undefined);
    assert.equal(findCommand(machine('linux', {}, 'npm'), 'npm'), undefined, 'without PATH');
  });

  test('have an ending of PATHEXT on Windows, in its order', () => {
    const npm = `${NODE_FOLDER}\\npm`;
    assert.equal(findCommand(windows(npm, `${npm}.cmd`), 'npm'), `${npm}.cmd`, 'npm itself is a script for sh');
    assert.equal(findCommand(windows(`${npm}.cmd`, `${npm}.exe`), 'npm'), `${npm}.exe`);
    const withoutEndings = machine('win32', { PATH: NODE_FOLDER }, `${npm}.cmd`);
    assert.equal(findCommand(withoutEndings, 'npm'), `${npm}.cmd`, 'without PATHEXT');
  });

  test('run without a shell, unless they are .cmd or .bat files', () => {
    const unchanged = { file: 'npm', args: ['run', 'build'], options: {} };
    assert.deepEqual(commandLine(linux({}, '/usr/bin/npm'), 'npm', ['run', 'build']), unchanged);
    assert.deepEqual(commandLine(macOS('/usr/bin/npm'), 'npm', ['run', 'build']), unchanged);
    const node = `${NODE_FOLDER}\\node.exe`;
    assert.deepEqual(commandLine(windows(node), 'node', ['a b']), { file: node, args: ['a b'], options: {} });
    assert.deepEqual(commandLine(windows(), 'nope', []), { file: 'nope', args: [], options: {} });
  });

  test('run by cmd.exe when they are .cmd or .bat files, with every argument quoted', () => {
    const run = (command: string, ...args: string[]) =>
      commandLine(windows(`${NODE_FOLDER}\\npm.cmd`), command, args).args.at(-1);
    assert.deepEqual(commandLine(windows(`${NODE_FOLDER}\\npm.cmd`), 'npm', ['ci']), {
      file: 'C:\\Windows\\system32\\cmd.exe',
      args: ['/d', '/s', '/c', `""${NODE_FOLDER}\\npm.cmd" "ci""`],
      options: { windowsVerbatimArguments: true },
    });
    assert.equal(run('C:\\tools\\x.BAT', 'a & b', 'C:\\c\\'), '""C:\\tools\\x.BAT" "a & b" "C:\\c\\\\""');
  });

  test('take no argument that cmd.exe would change', () => {
    const npm = windows(`${NODE_FOLDER}\\npm.cmd`);
    for (const argument of ['C:\\100%\\x', 'say "hi"', 'two\nlines'])
      assert.throws(() => commandLine(npm, 'npm', [argument]), /cmd\.exe cannot take the argument .*Use a folder/s);
  });
});

suite('platforms: browsers', () => {
  test('on Windows are in the folders of the user and of all users; Edge comes last', () => {
    const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
    const chrome = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe';
    const chromium = 'C:\\Users\\ada\\AppData\\Local\\Chromium\\Application\\chrome.exe';
    assert.equal(findBrowser(windows(edge)), edge);
    assert.equal(findBrowser(windows(edge, chrome)), chrome);
    assert.equal(findBrowser(windows(edge, chrome, chromium)), chromium);
    assert.equal(findBrowser(machine('win32', {}, edge)), undefined, 'without the names of the folders');
  });

  test('on macOS are apps of all users or of one user', () => {
    const edge = '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge';
    const chrome = '/Users/ada/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    assert.equal(findBrowser(macOS(edge)), edge);
    assert.equal(findBrowser(macOS(edge, chrome)), chrome);
    assert.equal(findBrowser(macOS('/usr/bin/chromium')), undefined);
  });

  test('on Linux are commands, or snaps outside PATH', () => {
    assert.equal(findBrowser(linux({}, '/usr/bin/google-chrome', '/usr/bin/chromium')), '/usr/bin/chromium');
    assert.equal(findBrowser(linux({}, '/usr/bin/microsoft-edge')), '/usr/bin/microsoft-edge');
    assert.equal(findBrowser(linux({}, '/snap/bin/chromium')), '/snap/bin/chromium');
    assert.equal(findBrowser(linux({})), undefined);
  });
});

suite('platforms: desktop VS Code', () => {
  test('on Linux needs a display, X11 or Wayland', () => {
    assert.equal(findVsCode(linux({}, '/usr/bin/code')), undefined);
    assert.equal(findVsCode(linux({ DISPLAY: ':0' }, '/usr/bin/code')), '/usr/bin/code');
    assert.equal(findVsCode(linux({ WAYLAND_DISPLAY: 'wayland-0' }, '/usr/bin/code')), '/usr/bin/code');
    assert.equal(findVsCode(linux({ DISPLAY: ':0' })), undefined);
    assert.deepEqual([hasDesktop(linux({})), hasDesktop(macOS()), hasDesktop(windows())], [false, true, true]);
  });

  test('on Windows is on PATH, or where its setups for one or all users put it', () => {
    const user = `C:\\Users\\ada\\AppData\\Local\\Programs\\${CODE_ON_WINDOWS}`;
    const all = `C:\\Program Files\\${CODE_ON_WINDOWS}`;
    assert.equal(findVsCode(windows(`${NODE_FOLDER}\\code.cmd`, all)), `${NODE_FOLDER}\\code.cmd`);
    assert.equal(findVsCode(windows(user, all)), user);
    assert.equal(findVsCode(windows(all)), all);
    assert.equal(findVsCode(windows()), undefined);
  });

  test('on macOS is on PATH, or inside its app', () => {
    assert.equal(findVsCode(macOS('/usr/bin/code', `/Applications/${CODE_ON_MACOS}`)), '/usr/bin/code');
    assert.equal(findVsCode(macOS(`/Applications/${CODE_ON_MACOS}`)), `/Applications/${CODE_ON_MACOS}`);
    const own = `/Users/ada/Applications/${CODE_ON_MACOS}`;
    assert.equal(findVsCode(macOS(own)), own);
    assert.equal(findVsCode(macOS()), undefined);
  });
});

suite('platforms: what is missing', () => {
  test('is installed with winget, Homebrew or apt-get', () => {
    assert.match(missingMessage('win32', 'browser'), /\. Install one .*winget install Google\.Chrome/);
    assert.match(missingMessage('darwin', 'browser'), /brew install --cask google-chrome/);
    assert.match(missingMessage('linux', 'browser'), /apt-get install chromium/);
    assert.match(missingMessage('freebsd', 'browser'), /apt-get install chromium/, 'as an example');
    assert.match(missingMessage('win32', 'vsCode'), /code-server .* does not run .*winget install Microsoft\.VisualS/);
    assert.match(missingMessage('linux', 'strace'), /apt-get install strace/);
  });

  test('strace is for Linux only', () => {
    for (const platform of ['win32', 'darwin']) {
      assert.match(missingMessage(platform, 'strace'), /for Linux only\.$/);
      assert.doesNotMatch(missingMessage(platform, 'strace'), /nstall/);
    }
  });
});

suite('platforms: code-server', () => {
  test('has a Node 24 on Linux and macOS, and does not run on Windows', () => {
    for (const platform of ['linux', 'darwin'])
      for (const arch of ['x64', 'arm64']) {
        const { name, version } = codeServerNode({ platform, arch })!;
        assert.match(name, new RegExp(`-${platform}-${arch}$`));
        assert.match(version, /^24\.\d+\.\d+$/);
      }
    assert.equal(codeServerNode({ platform: 'win32', arch: 'x64' }), undefined);
    assert.equal(codeServerNode({ platform: 'linux', arch: 'arm' }), undefined);
  });
});

suite('platforms: ending a process and its children', () => {
  test('signals the group, or runs taskkill on Windows', () => {
    assert.deepEqual(howToEndTree('linux', 42), { group: -42 });
    assert.deepEqual(howToEndTree('darwin', 42), { group: -42 });
    assert.deepEqual(howToEndTree('win32', 42), { command: 'taskkill', args: ['/pid', '42', '/t', '/f'] });
  });
});
