import assert from 'node:assert/strict';
import { globsOfPromptFiles } from '../../src/core/prompts/globsOfPromptFiles';
import { ignoredBy } from '../../src/core/prompts/ignoredFiles';
import { learntPassages } from '../../src/core/prompts/learntPassages';
import { PROMPT_FILE_KINDS } from '../../src/core/prompts/promptFileKinds';
import { isSecretFile } from '../../src/core/prompts/withoutSecrets';

suite('what is learnt of a prompt', () => {
  /** What must not be learnt stands between bars. */
  const SECRETS = [
    '|sk-proj-Ab12Cd34Ef56Gh78Ij90Kl|',
    '|ghp_0123456789abcdefghijABCDEFGHIJ012345|',
    '|AKIAIOSFODNN7EXAMPLE1234|',
    '|xoxb-12345678-12345678-abcdefghijklmnop|',
    '|eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N|',
    '|d41d8cd98f00b204e9800998ecf8427e|',
    'password: |correcthorse|',
    'password: |p@$$w0rd!|',
    '**Password**: |hunter2secret|',
    'Pwd=|hunter22;|',
    'passphrase: "|correct horse battery|"',
    'PASSWORD=|Hunter(2024)|',
    'private_key: |abcdefghij|',
    'api key: |plainletters|',
    'api_key_prod: |plainletters|',
    '{"api-key": "|plain-letters-only|"}',
    'Authorization: |Bearer abcdefghij|',
    'Authorization: |token abcdefgh|',
    'https://user:|p@ss@|host.example/path',
    '-----BEGIN PRIVATE KEY-----|\nMIIEvQ\nIBADAN\n|-----END PRIVATE KEY-----',
  ];
  for (const secret of SECRETS) {
    test(`not ${JSON.stringify(secret)}`, () => {
      const value = secret.split('|')[1]!.replace(/@$/, '');
      const passages = learntPassages('/w/AGENTS.md', `Call it.\nUse ${secret.replaceAll('|', '')} here.\nThen stop.`);
      assert.ok(
        passages.every(({ text }) => !text.includes(value) && !text.includes(value.slice(-5))),
        JSON.stringify(passages),
      );
      assert.match(passages.at(-1)!.text, /here\.\nThen stop\.$/);
      assert.equal(passages.at(-1)!.line, secret.split('\n').length);
    });
  }

  test('placeholders of secrets are none', () => {
    const text =
      'token: {{ token }}, password=${PASSWORD}, api_key: <your key>, "secret": "{secret}", Limit tokens: 512.';
    assert.deepEqual(learntPassages('/w/AGENTS.md', text)[0]?.text.slice(0, 40), text.slice(0, 40));
  });

  test('all of a text without secrets, with its paths, names and numbers', () => {
    const text =
      'Read src/inference/generation/prefixCachingReader.ts and max_tokens_per_request_limit.\r\nUse claude-3-5-sonnet-20241022.';
    assert.deepEqual(learntPassages('/w/AGENTS.md', text), [{ text: text.replace('\r', ''), line: 0 }]);
  });

  test('of YAML its prompts, with their lines', () => {
    const file = 'name: x\nsystem_prompt: |\n  You are a careful editor of prose.\n  Ask before you change a fact.\n';
    const [passage] = learntPassages('/w/prompts/a.yaml', file);
    assert.equal(passage!.text, 'You are a careful editor of prose.\nAsk before you change a fact.\n');
    assert.equal(passage!.line, 2);
  });

  test('nothing of files that hold secrets', () => {
    for (const name of ['.env', '.env.local', 'prod.env', 'prompts/secrets.md', 'a/id_rsa', 'a/b.pem', '.npmrc'])
      assert.ok(isSecretFile(`/w/${name}`), name);
    for (const name of ['AGENTS.md', 'environment.md', 'secretary.prompt.md', 'keys.md'])
      assert.ok(!isSecretFile(`/w/${name}`), name);
  });

  test('nothing that Git ignores', () => {
    const isIgnored = ignoredBy([
      // As in .git/info/exclude, which comes first.
      { folder: '/w', text: '!build/\nnotes.md' },
      { folder: '/w', text: 'build/\n*.local.md\n!keep.local.md\n/top.md' },
      { folder: '/w/docs', text: '*.md\n!AGENTS.md' },
    ]);
    const ignored = [
      '/w/notes.md',
      '/w/build/AGENTS.md',
      '/w/a/CLAUDE.local.md',
      '/w/top.md',
      '/w/docs/x.md',
      '/w/a/build/deep/x.md',
    ];
    const kept = ['/w/AGENTS.md', '/w/keep.local.md', '/w/a/top.md', '/w/docs/AGENTS.md', '/elsewhere/build/x.md'];
    for (const path of ignored) assert.ok(isIgnored(path), path);
    for (const path of kept) assert.ok(!isIgnored(path), path);
  });

  test('every kind of file has a glob', () => {
    const globs = globsOfPromptFiles();
    for (const { patterns } of PROMPT_FILE_KINDS) {
      for (const pattern of patterns) {
        const ends = 'name' in pattern ? [`/${pattern.name}`] : pattern.endings.map((ending) => `*${ending}`);
        for (const end of ends)
          assert.ok(
            globs.some((glob) => glob.endsWith(end)),
            end,
          );
      }
    }
  });

  test('long texts of one kind take little time', () => {
    const started = performance.now();
    learntPassages('/w/AGENTS.md', 'a1.'.repeat(150_000));
    learntPassages('/w/AGENTS.md', 'token='.repeat(80_000));
    learntPassages('/w/AGENTS.md', ' '.repeat(500_000));
    learntPassages('/w/AGENTS.md', '\n'.repeat(500_000));
    learntPassages('/w/AGENTS.md', 'd41d8cd98f00b204e9800998ecf8427e\n'.repeat(15_000));
    assert.ok(performance.now() - started < 5_000);
  });
});
