import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../helpers/fixtures';

interface Output {
  readonly tokens: number;
  readonly loaded: readonly { readonly path: string; readonly tokens: number; readonly bytes: number }[];
  readonly onDemand: readonly { readonly path: string }[];
  readonly notLoaded: readonly { readonly path: string; readonly why: string }[];
  readonly truncated: readonly { readonly path: string; readonly keptBytes: number; readonly keptText: string }[];
  readonly never: readonly { readonly path: string; readonly why: string }[];
}

suite('left-context agents', () => {
  let folder: string;

  setup(() => {
    folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'left-context-agents-')));
    write('.git/HEAD', 'ref: refs/heads/main\n');
    write('AGENTS.md', 'root');
    write('nested/AGENTS.md', 'abcdef');
    write('nested/deep/AGENTS.md', 'xyz');
    write('other/AGENTS.md', 'other');
  });
  teardown(() => rmSync(folder, { recursive: true, force: true }));

  function write(name: string, text: string): string {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  function run(...args: string[]): Promise<{ code: number; out: string; error: string }> {
    // Nothing of whoever runs the tests may be read.
    const environment = {
      PATH: process.env['PATH'],
      HOME: path.join(folder, 'home'),
      USERPROFILE: path.join(folder, 'home'),
    };
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [path.join(root, 'dist', 'cli.js'), 'agents', ...args],
        { cwd: folder, env: environment },
        (failed, out, error) => resolve({ code: failed ? Number(failed.code) : 0, out, error }),
      );
    });
  }

  const at = (name: string) => path.join(folder, name).split(path.sep).join('/');
  const pathsOf = (files: readonly { readonly path: string }[]) => files.map((file) => file.path);

  test('prints what an agent reads, with settings on top of those of the project', async () => {
    write('.codex/config.toml', 'project_doc_max_bytes = 5\n');
    const settings = write('settings.json', '{"project_doc_max_bytes": 7}');
    const { code, out } = await run('nested/deep', '--agent', 'codex', '--settings', settings, '--json');
    assert.equal(code, 0);
    const { loaded, truncated, never, notLoaded, tokens } = JSON.parse(out) as Output;
    assert.deepEqual(pathsOf(loaded), [at('AGENTS.md'), at('nested/AGENTS.md')]);
    assert.deepEqual(
      loaded.map((file) => [file.tokens, file.bytes]),
      [
        [1, 4],
        [1, 6],
      ],
    );
    assert.ok(tokens > 2);
    assert.deepEqual(
      truncated.map((file) => [file.path, file.keptBytes, file.keptText]),
      [[at('nested/AGENTS.md'), 3, 'abc']],
    );
    assert.deepEqual(pathsOf(never), [at('nested/deep/AGENTS.md')]);
    assert.deepEqual(pathsOf(notLoaded), [at('other/AGENTS.md')]);
  });

  test('exit code 1 with --strict where something is cut or never read', async () => {
    const settings = write('settings.json', '{"project_doc_max_bytes": 7}');
    const options = ['--agent', 'codex', '--strict'];
    assert.equal((await run('nested', ...options)).code, 0);
    assert.equal((await run('nested', ...options, '--settings', settings)).code, 1);
    write('AGENTS.override.md', '');
    const { code, out } = await run('.', ...options);
    assert.equal(code, 1);
    assert.match(out, /Never:\n {2}AGENTS\.md: It is hidden by AGENTS\.override\.md in the same folder\./);
  });

  test('the opened file is named from here or from the folder', async () => {
    write('nested/CLAUDE.md', 'claude');
    for (const opened of ['nested/new/a.ts', path.join(folder, 'nested/new/a.ts')]) {
      const { out } = await run('.', '--agent', 'claude', '--opened', opened, '--json');
      assert.deepEqual(pathsOf((JSON.parse(out) as Output).onDemand), [at('nested/CLAUDE.md')], opened);
    }
  });

  test('without --agent, all agents that have instructions here', async () => {
    const { out } = await run('--json');
    const names = (JSON.parse(out) as { agent: string }[]).map(({ agent }) => agent);
    assert.deepEqual(names, ['codex', 'claude', 'copilot', 'cursor', 'agents-md']);
    assert.match((await run()).out, /^Codex, in .*\n +1 +AGENTS\.md\n/);
  });

  test('says what is wrong, with exit code 2', async () => {
    const broken = write('broken.json', '{');
    const wrong: [string[], RegExp][] = [
      [['nowhere'], /nowhere is no folder\. Name the folder that the agent works in\./],
      [
        ['--agent', 'copilots'],
        /--agent must be one of codex, claude, copilot, cursor, gemini, agents-md, not copilots\./,
      ],
      [['--settings', broken], /broken\.json cannot be read as JSON: /],
      [['--format', 'json'], /--format is for check only\./],
    ];
    for (const [args, message] of wrong) {
      const { code, error } = await run(...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(error, message);
    }
  });
});
