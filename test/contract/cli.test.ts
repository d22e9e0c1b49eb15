import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Tokenizer as Reference } from 'tokenizers';
import { writeChatModel } from '../helpers/chatModel';
import { expectedAttention, exportReferences, exportWith, removeExports } from '../helpers/exports';
import { models, root, samplePrompt, workspace } from '../helpers/fixtures';

const reference = Reference.fromFile(path.join(models, 'prompt-bert', 'tokenizer.json'));
const countOf = async (text: string) => (await reference.encode(text)).getLength();

interface AttendOutput {
  readonly tokens: readonly { readonly text: string; readonly span: readonly [number, number] | null }[];
  readonly maps: readonly { readonly layer: number; readonly head: number; readonly rows: number[][] }[];
}

suite('command line', () => {
  let folder: string;

  setup(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'left-context-cli-'));
    for (const name of readdirSync(workspace)) copyFileSync(path.join(workspace, name), path.join(folder, name));
  });
  suiteTeardown(removeExports);
  teardown(() => rmSync(folder, { recursive: true, force: true }));

  function run(...args: string[]): Promise<{ code: number; out: string; error: string }> {
    return new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [path.join(root, 'dist', 'cli.js'), ...args],
        { cwd: folder },
        (failed, out, error) => resolve({ code: failed ? Number(failed.code) : 0, out, error }),
      );
      child.stdin!.end('Hello from the standard input.');
    });
  }

  test('tokens: counts the files that globs match; exit code 1 when one is over the limit', async () => {
    const { code, out } = await run('tokens', '--json', '**/*.md');
    assert.equal(code, 1);
    const counted = JSON.parse(out) as { file: string; tokens: number; over: number }[];
    assert.deepEqual(
      counted.map(({ file }) => file),
      ['SKILL.md', 'code-review.prompt.md', 'research-assistant.md'],
    );
    for (const { file, tokens, over } of counted) {
      assert.equal(tokens, await countOf(samplePrompt(file)));
      assert.equal(over, Math.max(0, tokens - 512));
    }
    assert.equal((await run('tokens', 'SKILL.md')).code, 0);
    assert.equal((await run('tokens', '--model', 'o200k_base', '--limit', '5', 'SKILL.md')).code, 1);
  });

  test('a limit and a model that a file names itself apply, unless the options name others', async () => {
    writeFileSync(path.join(folder, 'own.md'), `<!-- left-context: limit=20 -->\n${'word '.repeat(40)}\n`);
    writeFileSync(
      path.join(folder, 'encoding.md'),
      `<!-- left-context: model=o200k_base -->\n${'word '.repeat(600)}\n`,
    );
    const own = await run('tokens', 'own.md');
    assert.equal(own.code, 1);
    assert.match(own.out, /over 20 /);
    assert.equal((await run('tokens', '--limit', '100', 'own.md')).code, 0);
    assert.equal((await run('tokens', 'encoding.md')).code, 0);
    assert.equal((await run('tokens', '--model', 'prompt-bert', 'encoding.md')).code, 1);
    const { out } = await run('trim', '--boundary', 'word', 'own.md');
    assert.ok((await countOf(out)) <= 20, out);
    const segments = JSON.parse((await run('split', 'own.md')).out) as string[];
    for (const segment of segments) assert.ok((await countOf(segment)) <= 20, segment);
  });

  test('ends without an error when the reader of its output has read enough', async () => {
    writeFileSync(path.join(folder, 'long.md'), 'Answer in one sentence.\n'.repeat(6_000));
    const cli = path.join(root, 'dist', 'cli.js');
    const { error } = await new Promise<{ error: string }>((resolve) => {
      const command = `"${process.execPath}" "${cli}" split --limit 512 long.md | head -n 1`;
      execFile('sh', ['-c', command], { cwd: folder }, (_failed, _out, stderr) => resolve({ error: stderr }));
    });
    assert.equal(error, '');
  });

  test('tokens: counts the standard input', async () => {
    assert.match((await run('tokens', '-')).out, /^\s+8 {2}-\n$/);
  });

  test('tokens --as: counts through the chat template, and shows apart what it adds', async () => {
    const model = path.join(folder, 'chat');
    mkdirSync(model);
    writeChatModel(model);
    writeFileSync(
      path.join(folder, 'chat.json'),
      '[{"role":"user","content":"Why?"},{"role":"assistant","content":"So."}]',
    );
    const tokens = async (...args: string[]) => {
      const { code, out, error } = await run('tokens', '--json', '--model', model, ...args);
      assert.equal(code, 0, error);
      return (JSON.parse(out) as { tokens: number; template?: number }[])[0]!;
    };
    const [text, user] = [await tokens('SKILL.md'), await tokens('--as', 'user', 'SKILL.md')];
    assert.equal(text.template, undefined);
    assert.equal(user.tokens, text.tokens + user.template!);
    assert.ok((await tokens('--as', 'messages', 'chat.json')).template! > user.template!);
    assert.match(
      (await run('tokens', '--as', 'messages', '--model', model, 'SKILL.md')).error,
      /has no messages: no roles/,
    );
  });

  test('trim: prints the part that fits, and changes files only with --write', async () => {
    const before = samplePrompt('research-assistant.md');
    const { code, out } = await run('trim', 'research-assistant.md');
    assert.equal(code, 0);
    assert.ok(before.startsWith(out));
    assert.equal(await countOf(out), 512);
    const file = path.join(folder, 'research-assistant.md');
    assert.equal(readFileSync(file, 'utf8'), before);
    const { out: said } = await run('trim', '--write', '--keep', 'both-ends', '--boundary', 'sentence', '*.md');
    assert.match(said, /^research-assistant\.md: \d+ characters removed, among them /m);
    assert.ok((await countOf(readFileSync(file, 'utf8'))) <= 512);
    assert.equal(readFileSync(path.join(folder, 'SKILL.md'), 'utf8'), samplePrompt('SKILL.md'));
    assert.equal(readdirSync(folder).length, readdirSync(workspace).length, 'a temporary file is left');
  });

  test('trim: a limit without room for text is an error, and the file stays', async () => {
    const { code, error } = await run('trim', '--limit', '2', '--write', 'SKILL.md');
    assert.equal(code, 2);
    assert.match(error, /no room beside/);
    assert.equal(readFileSync(path.join(folder, 'SKILL.md'), 'utf8'), samplePrompt('SKILL.md'));
  });

  test('trim: changes the file behind a link', async () => {
    symlinkSync(path.join(folder, 'research-assistant.md'), path.join(folder, 'link.md'));
    await run('trim', '--write', 'link.md');
    assert.ok(lstatSync(path.join(folder, 'link.md')).isSymbolicLink());
    assert.equal(await countOf(readFileSync(path.join(folder, 'research-assistant.md'), 'utf8')), 512);
  });

  test('trim: says as JSON what goes', async () => {
    const { out } = await run('trim', '--json', '--keep', 'middle', 'research-assistant.md');
    const [result] = JSON.parse(out) as { text: string; removedSpans: { start: number; end: number }[] }[];
    const before = samplePrompt('research-assistant.md');
    const [first, last] = result!.removedSpans;
    assert.equal(before.slice(0, first!.end) + result!.text + before.slice(last!.start), before);
  });

  test('split: repeats the header of a table, and keeps code whole', async () => {
    const rows = Array.from({ length: 9 }, (_, row) => `| key_${row} | ${row} seconds |\n`).join('');
    const header = '| name | value |\n|---|---|\n';
    writeFileSync(path.join(folder, 'table.md'), `${header}${rows}\n~~~sh\n# Install it\nnpm ci\n~~~\n`);
    const { out } = await run('split', '--limit', '60', 'table.md');
    const segments = JSON.parse(out) as string[];
    assert.ok(segments.length > 2);
    for (const segment of segments) assert.equal(segment.includes('key_'), segment.startsWith(header), segment);
    assert.ok(segments.at(-1)!.includes('~~~sh\n# Install it\nnpm ci\n~~~\n'));
  });

  test('is an executable script', async () => {
    assert.match(readFileSync(path.join(root, 'dist', 'cli.js'), 'utf8'), /^#!\/usr\/bin\/env node\n/);
  });

  test('split: prints segments that fit, as JSON', async () => {
    const { out } = await run('split', '--limit', '100', 'research-assistant.md');
    const segments = JSON.parse(out) as string[];
    assert.equal(segments.join(''), samplePrompt('research-assistant.md'));
    for (const segment of segments) assert.ok((await countOf(segment)) <= 100);
  });

  test('attend: prints tokens with spans, and the weights that PyTorch computes', async () => {
    const { text, ids, layers, heads } = exportReferences['bert']!;
    writeFileSync(path.join(folder, 'text.md'), text);
    const model = exportWith('bert', ['model']);
    const { code, out, error } = await run('attend', '--json', '--model', model, 'text.md');
    assert.equal(code, 0, error);
    const [{ tokens, maps }] = JSON.parse(out) as [AttendOutput];
    assert.equal(tokens.length, ids.length);
    for (const { text: piece, span } of tokens) if (span) assert.equal(text.slice(...span), piece);
    assert.deepEqual(
      maps.map(({ layer, head }) => [layer, head]),
      Array.from({ length: layers * heads }, (_, index) => [Math.floor(index / heads), index % heads]),
    );
    const expected = expectedAttention('bert', 'encoder');
    const weights = maps.flatMap(({ rows }) => rows.flat());
    assert.equal(weights.length, expected.length);
    assert.ok(weights.every((weight, index) => Math.abs(weight - expected[index]!) < 1e-4));
  });

  test('attend: prints one layer and head, or an aggregate, as JSON or text', async () => {
    const [one] = JSON.parse((await run('attend', '--json', '--layer', '2', '--head', '3', '-')).out) as [AttendOutput];
    assert.deepEqual([one.maps.length, one.maps[0]!.layer, one.maps[0]!.head], [1, 2, 3]);
    const rollout = JSON.parse((await run('attend', '--json', '--layer', 'rollout', '-')).out) as [AttendOutput];
    assert.equal(rollout[0].maps.length, 1);
    assert.match((await run('attend', '-')).out, /^-, layer mean, head mean\n +"\[CLS\]" → "/);
  });

  test('attend: generated tokens of a T5 attend to its input', async () => {
    const model = exportWith('t5', ['encoder_model', 'decoder_model_merged']);
    const args = ['attend', '--json', '--layer', '1', '--head', '0', '--part', 'cross', '--model', model, '-'];
    const [{ tokens, maps }] = JSON.parse((await run(...args)).out) as [AttendOutput];
    const inputLength = tokens.findIndex(({ text }) => text === '</s>') + 1;
    const sums = maps[0]!.rows.map((row) => row.reduce((sum, weight) => sum + weight, 0));
    sums.forEach((sum, row) => assert.ok(Math.abs(sum - (row < inputLength ? 0 : 1)) < 1e-5, `${row}: ${sum}`));
    assert.ok(
      sums.length > inputLength && maps[0]!.rows.every((row) => row.slice(inputLength).every((weight) => weight === 0)),
    );
  });

  test('complete: continues the end of a text', async () => {
    writeFileSync(path.join(folder, 'unfinished.md'), 'You are an expert in \n');
    const { code, out, error } = await run('complete', '--confidence', '0', '--json', 'unfinished.md');
    assert.equal(code, 0, error);
    const [{ texts, readTokens }] = JSON.parse(out) as [{ texts: string[]; readTokens: number }];
    assert.ok(texts.length === 1 && texts[0]!.length > 0 && readTokens > 3, out);
    assert.equal((await run('complete', '--confidence', '0', 'unfinished.md')).out, `${texts[0]}\n`);
    assert.equal((await run('complete', '--confidence', '1', 'unfinished.md')).code, 1);
  });

  for (const [mistake, args, message] of [
    ['an unknown command', ['weigh', 'SKILL.md'], /no command weigh/],
    ['no file', ['tokens'], /Name a file/],
    ['a file that does not exist', ['tokens', 'none.md'], /none\.md does not exist/],
    ['a glob that matches nothing', ['tokens', '*.nothing'], /No file matches/],
    ['a folder', ['tokens', '.'], /is a folder/],
    ['a binary file', ['tokens', 'binary.md'], /binary\.md is a binary file/],
    ['a file that is not UTF-8', ['tokens', 'latin.txt'], /latin\.txt is not UTF-8/],
    ['an unknown model', ['tokens', '--model', 'gpt-9', 'SKILL.md'], /no model named gpt-9.*o200k_base/],
    ['a folder that is not a model', ['tokens', '--model', './sub', 'SKILL.md'], /is not a model folder/],
    [
      'a GGUF file',
      ['tokens', '--model', 'small.gguf', 'SKILL.md'],
      /small\.gguf is a GGUF file.*named gguf\/small\.$/m,
    ],
    ['a limit that is not a number', ['tokens', '--limit', 'many', 'SKILL.md'], /--limit must be a whole number/],
    ['an option of another command', ['tokens', '--write', 'SKILL.md'], /--write is for trim only/],
    ['an unknown option', ['tokens', '--wirte', 'SKILL.md'], /wirte/],
    [
      'an overlap that leaves no room',
      ['split', '--limit', '10', '--overlap', '20', 'SKILL.md'],
      /no room for new text/,
    ],
    ['an encoder to complete with', ['complete', '--model', 'prompt-bert', 'SKILL.md'], /no language-modelling head/],
    [
      'a model that is not downloaded',
      ['attend', '--model', 'Xenova/gpt2', 'SKILL.md'],
      /Xenova\/gpt2 is not on this machine/,
    ],
    ['a layer that does not exist', ['attend', '--layer', '8', 'SKILL.md'], /--layer must be 0 to 7/],
    ['an invalid value', ['trim', '--keep', 'top', 'SKILL.md'], /--keep must be one of start, end, middle, both-ends/],
  ] as const) {
    test(`${mistake}: exit code 2, and one line that explains it`, async () => {
      writeFileSync(path.join(folder, 'binary.md'), Buffer.from([1, 0, 2]));
      writeFileSync(path.join(folder, 'latin.txt'), Buffer.from([0x66, 0xfc, 0x72]));
      mkdirSync(path.join(folder, 'sub'));
      const { code, out, error } = await run(...args);
      assert.equal(code, 2, error);
      assert.match(error, message);
      assert.equal(error.trim().split('\n').length, 1, error);
      assert.equal(out, '');
    });
  }

  test('check: lists the faults in the prompts of a folder, and leaves out what the settings ignore', async () => {
    const files: Record<string, string> = {
      'AGENTS.md': '```json\n{ "a": 1, }\n```\n\n1. Read.\n2. Write.\n2. Stop.\n',
      'notes.md': '```json\n{ "a": 1, }\n```\n',
      'out/AGENTS.md': '```json\n{ "a": 1, }\n```\n',
      '.vscode/settings.json': '{ "leftContext.findings.rules": { "broken-example": "on" } }',
      'app/prompts.yaml': 'system_prompt: |\n  You are brief.\n\n  1. Read.\n  3. Write.\n  4. Stop.\n',
      '.gitignore': 'out/\n',
      '.git/HEAD': 'ref: refs/heads/main\n',
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    const all = await run('check');
    assert.equal(all.code, 1);
    const lines = all.out.trimEnd().split('\n');
    assert.deepEqual(
      lines.slice(0, -1).map((line) => line.split(': ')[0]),
      ['AGENTS.md:2:9 broken-example', 'AGENTS.md:7:1 broken-numbering', 'app/prompts.yaml:5:3 broken-numbering'],
    );
    assert.match(lines.at(-1)!, /^3 findings in 2 of \d+ prompts\.$/);

    const sarif = JSON.parse((await run('check', '--format', 'sarif', 'app')).out) as {
      runs: {
        results: { ruleId: string; locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[];
      }[];
    };
    const [result] = sarif.runs[0]!.results;
    assert.equal(result!.ruleId, 'broken-numbering');
    assert.equal(result!.locations[0]!.physicalLocation.artifactLocation.uri, 'app/prompts.yaml');

    const settings = {
      'leftContext.findings.rules': { 'broken-numbering': 'off', 'broken-example': 'on' },
      'leftContext.findings.ignored': [{ file: '/AGENTS.md', rule: 'broken-example', line: '{ "a": 1, }' }],
    };
    writeFileSync(path.join(folder, '.vscode', 'settings.json'), `// ours\n${JSON.stringify(settings)}`);
    const quiet = await run('check');
    assert.equal(quiet.code, 0, quiet.out);
    const named = JSON.parse((await run('check', '--format', 'json', 'notes.md')).out) as {
      rule: string;
      line: number;
    }[];
    assert.deepEqual(
      named.map(({ rule, line }) => [rule, line]),
      [['broken-example', 2]],
    );
    // Settings of a folder below count for its files; what cannot be read is named and left out.
    mkdirSync(path.join(folder, 'app', '.vscode'));
    writeFileSync(
      path.join(folder, 'app', '.vscode', 'settings.json'),
      '{ "leftContext.findings.rules": { "broken-numbering": "on" } }',
    );
    mkdirSync(path.join(folder, 'latin'));
    writeFileSync(path.join(folder, 'latin', 'AGENTS.md'), Buffer.from([0x67, 0xfc, 0x6e]));
    const below = await run('check');
    assert.match(below.out, /^app\/prompts\.yaml:5:3 broken-numbering/);
    assert.match(below.error, /latin\/AGENTS\.md is not UTF-8\. .* It is not checked\./);
    writeFileSync(path.join(folder, '.vscode', 'settings.json'), '{ "leftContext');
    const { code, error } = await run('check');
    assert.equal(code, 2);
    assert.match(error, /settings\.json is not JSON\. Mend it/);
  });
});
