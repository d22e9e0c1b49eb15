import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeModelFromGguf } from '../../src/inference/models/gguf/makeModelFromGguf.node';
import {
  ggufFile,
  uint32,
  uint64,
  type GgufFileParts,
  type GgufFileTensor,
  type MetadataValue,
} from '../helpers/ggufFile';
import { GgufFolders } from '../helpers/ggufFolders';
import { unhurried } from '../helpers/inferences';
import { runOnSmallDisk } from '../helpers/smallDisk';
import { tinyLlama } from '../helpers/tinyLlama';

const GOOD = tinyLlama({ format: () => 'Q4_1' }).file;
const TOKENS = GOOD.metadata['tokenizer.ggml.tokens'] as readonly string[];

/** The file with other metadata; undefined removes an entry. */
function withMetadata(changes: Readonly<Record<string, MetadataValue | undefined>>): Uint8Array {
  const entries = Object.entries({ ...GOOD.metadata, ...changes }).filter(([, value]) => value !== undefined);
  return ggufFile({ ...GOOD, metadata: Object.fromEntries(entries) as GgufFileParts['metadata'] });
}

/** The file with one of its tensors changed. */
function withTensor(name: string, change: Partial<GgufFileTensor>): Uint8Array {
  return ggufFile({
    ...GOOD,
    tensors: GOOD.tensors.map((each) => (each.name === name ? { ...each, ...change } : each)),
  });
}

const withTensors = (change: (tensors: readonly GgufFileTensor[]) => readonly GgufFileTensor[]) =>
  ggufFile({ ...GOOD, tensors: change(GOOD.tensors) });

/** A list in the metadata: its type, and how many items it claims to have. */
const list = (itemType: number, count: number, ...items: readonly Buffer[]) => ({
  type: 9,
  bytes: Buffer.concat([uint32(itemType), uint64(count), ...items]),
});

const header = (version: number, tensors: number, metadata: number) =>
  Buffer.concat([Buffer.from('GGUF'), uint32(version), uint64(tensors), uint64(metadata)]);

const K = 'blk.0.attn_k.weight';
const NORM = 'blk.1.attn_norm.weight';

/** By what is wrong with a file: its bytes, and what the message says. */
const BAD_FILES: Readonly<Record<string, readonly [bytes: () => Uint8Array, message: RegExp]>> = {
  'an empty file': [() => Buffer.of(), /it is empty\. Get the file again/],
  'a text': [() => Buffer.from('version https://git-lfs.github.com/spec/v1'), /it is not a GGUF file/],
  'an older version': [() => header(1, 0, 0), /its GGUF version is 1, not 2 or 3\. Choose another one/],
  'the other order of bytes': [() => header(0x03000000, 0, 0), /its bytes are in the other order/],
  'a header and nothing else': [() => header(3, 0, 0), /no general\.architecture/],
  'very many tensors': [() => header(3, 2 ** 40, 0), /claims 1099511627776 tensors/],
  'very many values': [() => header(3, 0, 2 ** 53 - 1), /claims 9007199254740991 entries/],
  'a number above 2^53': [
    () => Buffer.concat([header(3, 0, 0).subarray(0, 16), Buffer.alloc(8, 0xff)]),
    /it has a number that is too large/,
  ],
  'a very long key': [
    () => Buffer.concat([header(3, 0, 1), uint64(2 ** 50), Buffer.alloc(64)]),
    /ends within its header/,
  ],
  'a very long list': [() => withMetadata({ x: list(0, 2 ** 32) }), /claims \d+ entries/],
  'a list that goes on behind the end': [() => withMetadata({ x: list(0, 3_000_000) }), /ends within its header/],
  'many lists that are too long together': [
    () =>
      withMetadata(
        Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`x${at}`, list(0, 500_000, Buffer.alloc(500_000))])),
      ),
    /claims \d+ entries/,
  ],
  'lists in lists': [() => withMetadata({ x: list(9, 1, uint32(9), uint64(1)) }), /list of lists/],
  'a value of an unknown type': [() => withMetadata({ x: { type: 77, bytes: Buffer.alloc(4) } }), /unknown type 77/],
  'another architecture': [() => withMetadata({ 'general.architecture': 'qwen3' }), /architecture is “qwen3”.*llama/],
  'no number of layers': [() => withMetadata({ 'llama.block_count': undefined }), /no llama\.block_count/],
  'half a layer': [() => withMetadata({ 'llama.block_count': 1.5 }), /wrong llama\.block_count/],
  'more layers than it has': [() => withMetadata({ 'llama.block_count': 3 }), /no tensor blk\.2\./],
  'fewer layers than it has': [() => withMetadata({ 'llama.block_count': 1 }), /does not know, blk\.1\./],
  'no heads': [() => withMetadata({ 'llama.attention.head_count': 0 }), /wrong llama\.attention\.head_count/],
  'heads as a text': [() => withMetadata({ 'llama.attention.head_count': '4' }), /wrong llama\.attention\.head_count/],
  'heads that cannot share groups': [() => withMetadata({ 'llama.attention.head_count_kv': 3 }), /4 heads in 3 groups/],
  'heads that are too wide': [
    () => withMetadata({ 'llama.attention.key_length': 2 ** 28 }),
    /4 heads of 268435456 numbers, and its queries have 64/,
  ],
  'another width': [
    () => withMetadata({ 'llama.embedding_length': 128, 'llama.attention.key_length': 16 }),
    /shape .* not 300 × 128/,
  ],
  'no context length': [() => withMetadata({ 'llama.context_length': undefined }), /no llama\.context_length/],
  'turns by a negative base': [() => withMetadata({ 'llama.rope.freq_base': -1.5 }), /wrong llama\.rope\.freq_base/],
  'scaled positions': [() => withMetadata({ 'llama.rope.scaling.type': 'yarn' }), /scales positions by “yarn”/],
  'heads that turn in part': [
    () => withMetadata({ 'llama.rope.dimension_count': 8 }),
    /turns 8 of a head's 16 numbers/,
  ],
  'another kind of tokenizer': [
    () => withMetadata({ 'tokenizer.ggml.model': 'llama' }),
    /kind “llama”.*byte-level BPE/,
  ],
  'words split in an unknown way': [
    () => withMetadata({ 'tokenizer.ggml.pre': 'a'.repeat(999) }),
    /splits words as “a{40}”,/,
  ],
  'no tokens': [() => withMetadata({ 'tokenizer.ggml.tokens': undefined }), /no tokenizer\.ggml\.tokens/],
  'fewer tokens than embeddings': [
    () => withMetadata({ 'tokenizer.ggml.tokens': TOKENS.slice(1) }),
    /299 different tokens/,
  ],
  'a token twice': [() => withMetadata({ 'tokenizer.ggml.tokens': TOKENS.with(9, 'a') }), /299 different tokens/],
  'a merge of what is no token': [() => withMetadata({ 'tokenizer.ggml.merges': ['q q'] }), /merges “q q”/],
  'a last token that is none': [
    () => withMetadata({ 'tokenizer.ggml.eos_token_id': 300 }),
    /wrong tokenizer\.ggml\.eos/,
  ],
  'an alignment of 0': [() => withMetadata({ 'general.alignment': 0 }), /wrong general\.alignment/],
  'an odd alignment': [() => withMetadata({ 'general.alignment': 33 }), /wrong general\.alignment/],
  'a text as alignment': [() => withMetadata({ 'general.alignment': '32' }), /wrong general\.alignment/],
  'a tensor too few': [
    () => withTensors((all) => all.filter(({ name }) => name !== K)),
    /it has no tensor blk\.0\.attn_k/,
  ],
  'a tensor too many': [
    () => withTensors((all) => [...all, { ...all.at(-1)!, name: 'blk.0.attn_q.bias' }]),
    /a tensor that Left Context does not know, blk\.0\.attn_q\.bias/,
  ],
  'a tensor twice': [() => withTensors((all) => [...all, all.at(-1)!]), /two tensors of the same name/],
  'a tensor with a long name': [() => withTensor(K, { name: 'x'.repeat(65) }), /a name of 65 characters/],
  'five dimensions': [() => withTensor(K, { dims: [32, 2, 1, 1, 1] }), /a tensor with 5 dimensions/],
  'no dimensions': [() => withTensor(K, { dims: [] }), /blk\.0\.attn_k\.weight has the shape/],
  'a dimension of 0': [() => withTensor(K, { dims: [64, 0] }), /has the shape 64 × 0/],
  'rows that are not whole blocks': [() => withTensor(K, { dims: [48, 32] }), /has the shape 48 × 32/],
  'three dimensions': [() => withTensor(K, { dims: [32, 2, 32] }), /has the shape 32 × 2 × 32/],
  'columns and rows exchanged': [() => withTensor(K, { dims: [32, 64] }), /has the shape 64 × 32, not 32 × 64/],
  'very many rows': [
    () => withTensor(K, { dims: [64, 2 ** 50] }),
    /ends before its tensor blk\.0\.attn_k\.weight does/,
  ],
  'another type of blocks': [() => withTensor(K, { type: 14 }), /blk\.0\.attn_k\.weight is stored as Q6_K.*Q4_1/],
  'an unknown type': [() => withTensor(K, { type: 999 }), /is stored as type 999.*F32, F16/],
  'a norm in blocks': [() => withTensor(NORM, { type: 8, bytes: Buffer.alloc(68) }), /not a vector of 64 floats/],
  'a norm of another length': [() => withTensor(NORM, { dims: [32] }), /not a vector of 64 floats/],
  'tensors that overlap': [() => withTensor(K, { offset: 0 }), /its tensor .* begins within another one/],
  'a tensor behind the end': [
    () => ggufFile(GOOD).fill(0xff, offsetOf(K), offsetOf(K) + 4),
    /ends before its tensor blk\.0\.attn_k\.weight does/,
  ],
};

/** Where the header has the offset of a tensor with two dimensions. */
function offsetOf(tensor: string): number {
  return ggufFile(GOOD).indexOf(tensor) + tensor.length + 4 + 2 * 8 + 4;
}

/** Where a good file is cut, and in what. */
function lengths(): Readonly<Record<string, number>> {
  const bytes = ggufFile(GOOD);
  const sizeOfTensors = GOOD.tensors.reduce((sum, tensor) => sum + tensor.bytes.length, 0);
  return {
    'the magic': 3,
    'the version': 6,
    'the counts': 20,
    'a key': 30,
    'the tokens': bytes.indexOf('tokenizer.ggml.tokens') + 600,
    'the infos of tensors': bytes.indexOf(K) + 30,
    'the first tensor': bytes.length - sizeOfTensors + 100,
    'the middle of the tensors': bytes.length - sizeOfTensors / 2,
    'the last byte': bytes.length - 1,
  };
}

suite('a bad GGUF file', () => {
  const folders = new GgufFolders();
  suiteTeardown(() => folders.remove());

  /** Checks that no model is made of a file, for a reason that is told with the file's name, and that nothing is left. */
  async function checkRefused(bytes: Uint8Array, message: RegExp): Promise<void> {
    const gguf = folders.write(bytes);
    const folder = path.join(folders.next(), 'model');
    mkdirSync(path.dirname(folder));
    await assert.rejects(makeModelFromGguf(gguf, folder, { signal: unhurried }), (error: Error) => {
      assert.ok(error.message.startsWith(`${gguf} cannot be used: `), error.message);
      assert.match(error.message, message);
      assert.match(error.message, /\. (Get the file again, or c|C)hoose another one\.$/);
      return true;
    });
    assert.deepEqual(readdirSync(path.dirname(folder)), []);
  }

  for (const [name, [bytes, message]] of Object.entries(BAD_FILES))
    test(`is refused: ${name}`, () => checkRefused(bytes(), message));

  for (const [where, length] of Object.entries(lengths()))
    test(`is refused: cut in ${where}`, () =>
      checkRefused(ggufFile(GOOD).subarray(0, length), /: it ends (within its header|before its tensor \S+ does)\./));

  test('is refused without reading much of it: gigabytes behind a key that is too long', async () => {
    for (const [start, message] of [
      [uint64(2 ** 30), /its header is too large/],
      [uint64(2 ** 40), /it ends within its header/],
    ] as const) {
      const gguf = folders.write(Buffer.concat([header(3, 1, 9), start]));
      truncateSync(gguf, 2 ** 31);
      const before = process.memoryUsage().arrayBuffers;
      await assert.rejects(makeModelFromGguf(gguf, `${gguf} made`, { signal: unhurried }), message);
      assert.ok(process.memoryUsage().arrayBuffers - before < 1e8);
    }
  });

  test('is no file: a folder, a pipe, nothing at all', async function () {
    const folder = folders.next();
    mkdirSync(folder);
    await assert.rejects(makeModelFromGguf(folder, `${folder} made`, { signal: unhurried }), /it is not a file/);
    const missing = makeModelFromGguf(`${folder}/none.gguf`, `${folder} made`, { signal: unhurried });
    await assert.rejects(missing, /No model could be made of .*none\.gguf in .* \(ENOENT.* try again\./);
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [`${folder}/pipe.gguf`]);
    await assert.rejects(
      makeModelFromGguf(`${folder}/pipe.gguf`, `${folder} made`, { signal: unhurried }),
      /not a file/,
    );
    assert.ok(!existsSync(`${folder} made`));
  });
});

suite('making a model from a GGUF file', () => {
  const folders = new GgufFolders();
  suiteTeardown(() => folders.remove());

  test('works for version 2, other alignments, and tensors in any order', async () => {
    const files = [
      { ...GOOD, version: 2 },
      { ...GOOD, alignment: 256, metadata: { ...GOOD.metadata, 'general.alignment': 256 } },
      { ...GOOD, tensors: GOOD.tensors.toReversed() },
    ];
    for (const file of files) {
      const folder = folders.next();
      await makeModelFromGguf(folders.write(ggufFile(file)), folder, { signal: unhurried });
      assert.deepEqual(readdirSync(folder).sort(), ['config.json', 'onnx', 'tokenizer.json', 'tokenizer_config.json']);
    }
  });

  test('reports a growing share up to almost all', async () => {
    const shares: number[] = [];
    await folders.make({}, { onProgress: (share) => shares.push(share) });
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
    );
    assert.ok(shares.length > 10 && shares.at(-1)! > 0.9 && shares.at(-1)! <= 1, String(shares.at(-1)));
  });

  test('leaves nothing when it is cancelled, at any time', async () => {
    const gguf = folders.write(ggufFile(GOOD));
    for (const at of [0, 0.5, 0.9]) {
      const controller = new AbortController();
      const reason = new Error('cancelled');
      if (at === 0) controller.abort(reason);
      const folder = path.join(folders.next(), 'model');
      const onProgress = (share: number) => share > at && controller.abort(reason);
      await assert.rejects(makeModelFromGguf(gguf, folder, { signal: controller.signal, onProgress }), reason);
      assert.deepEqual(readdirSync(path.dirname(folder)), []);
    }
  });

  test('does not replace a folder with files', async () => {
    const folder = folders.next();
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'notes.txt'), 'mine');
    const gguf = folders.write(ggufFile(GOOD));
    await assert.rejects(makeModelFromGguf(gguf, folder, { signal: unhurried }), /No model could be made.*try again/);
    assert.deepEqual(readdirSync(folder), ['notes.txt']);
    assert.ok(!readdirSync(path.dirname(folder)).some((name) => name.endsWith('.partial')));
  });

  test('says so when the disk is full, and leaves nothing', async function () {
    const large = tinyLlama({ shape: { layers: 6 } }).file;
    const gguf = folders.write(ggufFile(large));
    const output = await runOnSmallDisk(folders.next(), ON_FULL_DISK, { gguf });
    if (output === undefined) this.skip();
    const { message, left } = JSON.parse(output) as { message: string; left: string[] };
    assert.match(
      message,
      /^The disk is full: .*model cannot be written \(ENOSPC.*\)\. Free some space and try again\.$/,
    );
    assert.deepEqual(left, []);
  });
});

/** Makes a model on a disk that is too small for it. */
const ON_FULL_DISK = `
  const { readdirSync } = require('node:fs');
  const { makeModelFromGguf } = require('./src/inference/models/gguf/makeModelFromGguf.node.ts');
  const { gguf } = JSON.parse(process.argv[1]);
  makeModelFromGguf(gguf, process.env.DISK + '/model', { signal: new AbortController().signal })
    .then(() => 'no error', (error) => error.message)
    .then((message) => console.log(JSON.stringify({ message, left: readdirSync(process.env.DISK) })));
`;
