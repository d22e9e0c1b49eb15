import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadChatTemplate } from '../../src/inference/tokens/chatTemplate.node';
import { loadTokenizer } from '../../src/inference/tokens/loadTokenizer';
import { loadOpenAiEncoding, type OpenAiEncoding } from '../../src/inference/tokens/openAiEncoding';
import { root } from '../../test/helpers/fixtures';
import { difficultTexts } from '../../test/helpers/texts';
import { differenceOf, firstDifference } from '../../test/helpers/tokenLists';
import { unitOfEachByte } from '../../test/helpers/unitOfEachByte';
import { none, type Row } from '../row';
import { pythonWith } from '../weights/pythonWith';

const PACKAGES = ['transformers', 'sentencepiece', 'mistral_common', 'tiktoken'];
const TEXTS = 2_000;
const SEED = 67;
const FIXTURES = path.join(root, 'test', 'fixtures', 'tokenizers', 'sentencepiece');

interface TokenLists {
  readonly ids: number[];
  readonly starts: number[];
  readonly ends: number[];
}

/** What training/tokenizers_reference.py prints. */
interface Reference {
  readonly chats: Readonly<Record<string, (number[] | null)[]>>;
  readonly pieces: Readonly<Record<string, TokenLists[]>>;
  readonly encodings: Readonly<Record<OpenAiEncoding, number[][]>>;
}

/**
 * Chat templates against transformers, tokenizer.model files against SentencePiece, and OpenAI's encodings against tiktoken. Left
 * out, with a note, without these packages.
 */
export async function againstPython(folders: readonly string[], prose: string): Promise<Row[]> {
  const python = pythonWith(PACKAGES, 'chat templates, SentencePiece and tiktoken');
  if (python === undefined) return [];
  const texts = [...difficultTexts(TEXTS, prose, SEED)].map((text) => Buffer.from(text).toString());
  const chats = chatsOf(texts.slice(0, 8).map((text) => text.slice(0, 60)));
  const withTemplate = folders.filter((folder) =>
    readFileSync(path.join(folder, 'tokenizer_config.json'), 'utf8').includes('"chat_template"'),
  );
  const models = readdirSync(FIXTURES, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [path.join(FIXTURES, entry.name, 'tokenizer.model')] : [],
  );
  const ranks = path.join(root, 'node_modules', 'gpt-tokenizer', 'data');
  const { status, stdout, stderr } = spawnSync(python, [path.join(root, 'training', 'tokenizers_reference.py')], {
    input: JSON.stringify({ chats, folders: withTemplate, texts, models, ranks }),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`training/tokenizers_reference.py failed:\n${stderr}`);
  const reference = JSON.parse(stdout) as Reference;
  return [
    ...(await compareChats(reference.chats, chats)),
    await compareSentencePiece(reference.pieces, texts),
    await compareEncodings(reference.encodings, texts),
  ];
}

type Chat = readonly { readonly role: string; readonly content: string }[];

/** One message, two, a conversation, and what some templates refuse. */
function chatsOf(texts: readonly string[]): Chat[] {
  const say = (role: string) => (content: string) => ({ role, content });
  const [system, user, assistant] = [say('system'), say('user'), say('assistant')];
  return [
    ...texts.map((text) => [user(text)]),
    ...texts.map((text) => [system(text), user('Why?')]),
    ...texts.map((text) => [user('Why?'), assistant(text), user(text)]),
    [system('Be brief.')],
    [user('One.'), user('Two.')],
  ];
}

async function compareChats(expected: Reference['chats'], chats: readonly Chat[]): Promise<Row[]> {
  let [other, refusedByOne] = [0, 0];
  for (const [folder, rows] of Object.entries(expected)) {
    const [tokenizer, render] = [
      await loadTokenizer(folder),
      await loadChatTemplate(folder, path.basename(path.dirname(folder))),
    ];
    for (const [index, ids] of rows.entries()) {
      const own = idsOrRefused(() => tokenizer.encode(render!(chats[index]!)).ids);
      if ((own === undefined) !== (ids === null)) {
        refusedByOne++;
        console.log(
          `${folder}: only ${ids === null ? 'transformers refuses' : 'we refuse'} ${JSON.stringify(chats[index]).slice(0, 200)}`,
        );
      } else if (own && ids && firstDifference(own, ids) !== undefined) other++;
    }
  }
  const what = `of ${Object.keys(expected).length} × ${chats.length}`;
  return [
    none(`chats with other ids than transformers, ${what}`, other),
    none(`chats that only one of both refuses, ${what}`, refusedByOne),
  ];
}

function idsOrRefused(encode: () => Int32Array): Int32Array | undefined {
  try {
    return encode();
  } catch {
    return undefined;
  }
}

async function compareSentencePiece(expected: Reference['pieces'], texts: readonly string[]): Promise<Row> {
  let other = 0;
  for (const [file, rows] of Object.entries(expected)) {
    const folder = mkdtempSync(path.join(tmpdir(), 'sentencepiece-'));
    copyFileSync(file, path.join(folder, 'tokenizer.model'));
    writeFileSync(path.join(folder, 'config.json'), '{"model_type":"llama"}');
    const tokenizer = await loadTokenizer(folder);
    for (const [index, row] of rows.entries()) {
      const offsets = unitOfEachByte(texts[index]!);
      const toUnits = (bytes: number[]) => bytes.map((byte) => offsets[byte]!);
      const wanted = { ids: row.ids, starts: toUnits(row.starts), ends: toUnits(row.ends) };
      if (differenceOf(tokenizer.encode(texts[index]!), wanted) !== undefined) other++;
    }
    rmSync(folder, { recursive: true });
  }
  const count = Object.keys(expected).length;
  return none(`texts with other ids or spans than SentencePiece, of ${count} models × ${texts.length}`, other);
}

async function compareEncodings(expected: Reference['encodings'], texts: readonly string[]): Promise<Row> {
  let other = 0;
  for (const [name, rows] of Object.entries(expected) as [OpenAiEncoding, number[][]][]) {
    const tokenizer = await loadOpenAiEncoding(name);
    for (const [index, ids] of rows.entries())
      if (firstDifference(tokenizer.encode(texts[index]!).ids, ids) !== undefined) other++;
  }
  return none(
    `texts with other ids than tiktoken, of ${Object.keys(expected).length} encodings × ${texts.length}`,
    other,
  );
}
