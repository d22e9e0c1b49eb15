import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Comparison } from '../../src/core/sentences/comparison';
import { root } from '../helpers/fixtures';
import { assertNear } from '../helpers/assertNear';

const THEN =
  '---\nname: review\n---\n# Review\n\nYou review code. Be brief.\n\n1. Read it.\n2. Answer in French.\n\nCode: {{code}}\n';
const NOW =
  '---\nname: review\n---\n# Review\n\nYou review code. Be kind.\n\n1. Run it.\n2. Read it.\n\nCode: {{code}}\n';
const ANSWERS = '# Answers\n\n## Finds it\n\nThe loop never ends.\n\n## French\n\nLa boucle ne finit jamais.\n';

type Compared = Comparison & { readonly file: string; readonly state: string; readonly model: string };

suite('command line: compare', () => {
  let folder: string;

  setup(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'left-context-compare-'));
    git('init', '--quiet');
    mkdirSync(path.join(folder, 'prompts'));
    write('review.md', THEN);
    write('same.md', 'Be brief.\n');
    commit('then');
    write('review.md', NOW);
    write('review.answers.md', ANSWERS);
    commit('now');
    git('tag', 'answered');
    write('review.md', `${NOW}\nAnswer in French.\n`);
    write('new.md', 'Be new.\n');
  });
  teardown(() => rmSync(folder, { recursive: true, force: true }));

  function git(...args: string[]): void {
    const settings = ['-c', 'user.name=a', '-c', 'user.email=a@example.invalid', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...settings, ...args], { cwd: folder });
  }

  function commit(message: string): void {
    git('add', '.');
    git('commit', '--quiet', '-m', message);
  }

  function write(name: string, text: string): void {
    writeFileSync(path.join(folder, 'prompts', name), text);
  }

  function run(...args: string[]): Promise<{ code: number; out: string; error: string }> {
    return new Promise((resolve) => {
      const command = [path.join(root, 'dist', 'cli.js'), 'compare', ...args];
      execFile(process.execPath, command, { cwd: folder }, (failed, out, error) =>
        resolve({ code: failed ? Number(failed.code) : 0, out, error }),
      );
    });
  }

  async function compared(...args: string[]): Promise<Compared[]> {
    const { code, out, error } = await run('--json', ...args);
    assert.equal(code, 0, error);
    return JSON.parse(out) as Compared[];
  }

  test('says per answer what it took then and takes now, and which changes moved it', async () => {
    const [review] = await compared('answered~1', 'prompts/review.md');
    assert.equal(review!.state, 'compared');
    assert.deepEqual([review!.model, review!.through], ['prompt-gpt', 'plain text']);
    assert.deepEqual(
      review!.answers.map(({ name }) => name),
      ['Finds it', 'French'],
    );
    for (const { bitsThen, bitsNow } of review!.answers) assert.ok(bitsThen > 5 && bitsNow > 5);
    assert.deepEqual(
      review!.changes.map(({ line, kind, textThen, textNow }) => [line, kind, textThen, textNow]),
      [
        [6, 'changed', 'Be brief.', 'Be kind.'],
        [8, 'added', '', '1. Run it.'],
        [9, 'removed', '2. Answer in French.', ''],
        [13, 'added', '', 'Answer in French.'],
      ],
    );
    const added = review!.changes.at(-1)!;
    assert.ok(added.movedBits[1]! < 0, 'asking for French makes French likelier');
    assert.deepEqual(review!.reusable.placeholder, { text: '{{code}}', line: 11 });
    assert.ok(review!.reusable.unchangedTokens < review!.reusable.fixedTokens);
    assert.ok(review!.tokensNow > review!.tokensThen);
  });

  test('measures both versions as if each were alone, and a single change as the whole difference', async () => {
    const [longer] = await compared('answered', 'prompts/review.md');
    const [change, ...others] = longer!.changes;
    assert.deepEqual(others, []);
    commit('longer');
    write('review.md', NOW);
    const [back] = await compared('HEAD', 'prompts/review.md');
    for (const [index, { bitsThen, bitsNow }] of longer!.answers.entries()) {
      assertNear([change!.movedBits[index]!], [bitsNow - bitsThen], 'what the change moved', 0.002);
      // A graph in 8 bits rounds differently when a text is read in other pieces: some 1 % here.
      const { bitsThen: longerBits, bitsNow: shorterBits } = back!.answers[index]!;
      assertNear([longerBits, shorterBits], [bitsNow, bitsThen], 'bits of both versions', 4);
    }
  });

  test('compares several files, in text by default; files of answers are none', async () => {
    const { code, out, error } = await run('answered', 'prompts/*.md');
    assert.equal(code, 0, error);
    assert.match(out, /^prompts\/new\.md is new since answered\.$/m);
    assert.match(out, /^prompts\/same\.md reads as in answered\.$/m);
    assert.match(out, /^prompts\/review\.md, compared with answered$/m);
    assert.match(out, /^The prompt was read by prompt-gpt as plain text\.$/m);
    assert.match(out, /^ {2}French +[\d.]+ {2}→ +[\d.]+ {2}bits +[−+]?[\d.]+$/m);
    assert.match(out, /^ {2}line 13 +[−+]?[\d.]+ +−[\d.]+ {2}added “Answer in French\.”$/m);
    assert.match(out, /^\d+ tokens then, \d+ now\. The first \d+ of \d+ tokens are as they were, up to line 11\. But/m);
    assert.doesNotMatch(out, /answers\.md/);
  });

  test('exit code 1 when an answer has become worse by more than the bound', async () => {
    commit('longer');
    write('review.md', NOW);
    const [review] = await compared('HEAD', 'prompts/review.md');
    const most = Math.max(...review!.answers.map(({ bitsThen, bitsNow }) => bitsNow - bitsThen));
    assert.ok(most > 0, 'no answer has become worse');
    assert.equal((await run('HEAD', 'prompts/review.md', '--worse-than', String(most - 0.01))).code, 1);
    const { code, error } = await run('HEAD', 'prompts/*.md', '--worse-than', String(most + 0.01));
    assert.equal(code, 0, error);
    assert.match(error, /prompts\/new\.md has no answers, so --worse-than says nothing of it/);
  });

  test('takes the answers of another file, or the next token where there are none', async () => {
    writeFileSync(path.join(folder, 'one.md'), 'Yes.\n');
    write('same.md', 'Be long.\n');
    const [given] = await compared('HEAD', 'prompts/same.md', '--answers', 'one.md');
    assert.deepEqual(
      given!.answers.map(({ name }) => name),
      ['Answer'],
    );
    const [none] = await compared('HEAD', 'prompts/same.md');
    assert.deepEqual(none!.answers, []);
    assert.ok(none!.divergence! > 0 && none!.divergence! <= 1);
    write('same.md', '---\nanswers:\n  Kept: Yes.\n---\nBe long.\n');
    const [kept] = await compared('HEAD', 'prompts/same.md');
    assert.deepEqual(kept!.answers, [{ ...given!.answers[0]!, name: 'Kept' }]);
    assert.deepEqual(
      kept!.changes.map(({ line }) => line),
      [5],
    );
  });

  test('reads the file behind a link', async () => {
    symlinkSync('prompts/review.md', path.join(folder, 'linked.md'));
    const [linked] = await compared('answered', 'linked.md', '--answers', 'prompts/review.answers.md');
    assert.equal(linked!.changes.length, 1);
  });

  test('refuses what cannot be compared, and says what to do', async () => {
    const outside = mkdtempSync(path.join(os.tmpdir(), 'left-context-no-repository-'));
    writeFileSync(path.join(outside, 'a.md'), 'Be brief.\n');
    const file = 'prompts/review.md';
    const cases: [RegExp, ...string[]][] = [
      [/There is no version nowhere in the repository of .*review\.md\. Name a commit/, 'nowhere', file],
      [/not a git repository.*Name files of a Git repository/, 'HEAD', path.join(outside, 'a.md')],
      [/standard input has no earlier version\. Name files/, 'HEAD', '-'],
      [/Name a version and the files/, 'HEAD'],
      [/Only files of answers are named/, 'HEAD', 'prompts/review.answers.md'],
      [/There are no answers that --worse-than could be about/, 'HEAD', 'prompts/same.md', '--worse-than', '1'],
      [/--worse-than must be a number of 0 or more, not much/, 'HEAD', file, '--worse-than', 'much'],
      [/new\.md holds no answers/, 'HEAD', file, '--answers', 'prompts/new.md'],
      [/--limit is for tokens, trim, split only/, 'HEAD', file, '--limit', '5'],
    ];
    write('new.md', '\n');
    for (const [message, ...args] of cases) {
      const { code, error } = await run(...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(error, message);
    }
    rmSync(outside, { recursive: true });
  });

  test('says that Git is missing', async () => {
    const { error } = await new Promise<{ error: string }>((resolve) => {
      const command = [path.join(root, 'dist', 'cli.js'), 'compare', 'HEAD', 'prompts/review.md'];
      execFile(process.execPath, command, { cwd: folder, env: { PATH: '' } }, (_failed, _out, stderr) =>
        resolve({ error: stderr }),
      );
    });
    assert.match(error, /Git is not installed, or not in the PATH\. Install it to compare versions/);
  });
});
