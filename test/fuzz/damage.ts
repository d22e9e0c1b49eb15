import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Dice } from './dice';

/** Damages one file of a folder. Returns a description. */
export type Damage = (folder: string, files: readonly string[], dice: Dice) => string;

/** Kinds of damage: some to any file, some to the structure of a JSON file or a graph. */
export const DAMAGES: Readonly<Record<string, Damage>> = {
  'bits flipped': onBytes((bytes, dice) => {
    const copy = Buffer.from(bytes);
    for (let flips = 1 + dice.below(20); flips > 0 && copy.length > 0; flips--)
      copy[dice.below(copy.length)]! ^= 1 << dice.below(8);
    return copy;
  }),
  'cut off': onBytes((bytes, dice) => bytes.subarray(0, dice.below(bytes.length))),
  'bytes inserted': onBytes((bytes, dice) => {
    const at = dice.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), randomBytes(dice), bytes.subarray(at)]);
  }),
  'a block repeated': onBytes((bytes, dice) => {
    const at = dice.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at + dice.below(2_000)), bytes.subarray(at)]);
  }),
  'a block of zeros': onBytes((bytes, dice) => {
    const at = dice.below(bytes.length);
    return Buffer.from(bytes).fill(0, at, Math.min(bytes.length, at + dice.below(4_000)));
  }),
  'files swapped': (folder, files, dice) => {
    const [one, other] = [dice.any(files), dice.any(files)];
    const [first, second] = [one, other].map((file) => readFileSync(path.join(folder, file)));
    writeFileSync(path.join(folder, one), second!);
    writeFileSync(path.join(folder, other), first!);
    return `${one} and ${other}`;
  },
  'config.json changed': onJson('config.json'),
  'tokenizer.json changed': onJson('tokenizer.json'),
  'tokenizer_config.json changed': onJson('tokenizer_config.json'),
  'an id of the vocabulary changed': (folder, _, dice) => {
    const target = path.join(folder, 'tokenizer.json');
    const json = JSON.parse(readFileSync(target, 'utf8')) as { model: { vocab: Record<string, unknown> } };
    const token = dice.any(Object.keys(json.model.vocab));
    const id = dice.any([1e9, 2 ** 32 - 2, 2 ** 53, -1, 1.5, 99_999, 0, null, '7', []]);
    json.model.vocab[token] = id;
    writeFileSync(target, JSON.stringify(json));
    return `${JSON.stringify(token)} is ${JSON.stringify(id)}`;
  },
  'lengths in a graph blown up': (folder, files, dice) => {
    const file = dice.any(files.filter((each) => each.endsWith('.onnx')));
    const bytes = Buffer.from(readFileSync(path.join(folder, file)));
    const fields = lengthOffsets(bytes);
    const at = dice.any(fields);
    const length = dice.any([
      [0xff, 0xff, 0xff, 0xff, 0x0f],
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
      [0x80, 0x80, 0x40],
      [0],
    ]);
    writeFileSync(
      path.join(folder, file),
      Buffer.concat([bytes.subarray(0, at), Buffer.from(length), bytes.subarray(at + 1)]),
    );
    return `${file} at ${at}`;
  },
  'numbers in a graph changed': (folder, files, dice) => {
    // Most bytes of a small graph are types, shapes and lengths of names.
    const file = dice.any(files.filter((each) => each.endsWith('.onnx')));
    const bytes = Buffer.from(readFileSync(path.join(folder, file)));
    for (let changes = 1 + dice.below(3); changes > 0; changes--)
      bytes[dice.any(lengthOffsets(bytes)) + 1 + dice.below(3)] = dice.below(256);
    writeFileSync(path.join(folder, file), bytes);
    return file;
  },
};

function onBytes(damaged: (bytes: Buffer, dice: Dice) => Uint8Array): Damage {
  return (folder, files, dice) => {
    const file = dice.any(files);
    const target = path.join(folder, file);
    writeFileSync(target, damaged(readFileSync(target), dice));
    return file;
  };
}

function randomBytes(dice: Dice): Buffer {
  return Buffer.from(Array.from({ length: 1 + dice.below(100) }, () => dice.below(256)));
}

/** Offsets of bytes that are probably the length of a protobuf field. */
function lengthOffsets(bytes: Buffer): number[] {
  const offsets: number[] = [];
  for (let at = 1; at < bytes.length && offsets.length < 3_000; at++) {
    // A tag of a length-delimited field, and a length that fits.
    if ((bytes[at - 1]! & 7) === 2 && bytes[at]! > 0 && bytes[at]! < 0x80) offsets.push(at);
  }
  return offsets.length > 0 ? offsets : [0];
}

const VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1, 1.5, 2, 7, 1e9, 1e15, 1e308, -1e9, 2 ** 31, 2 ** 32 - 1],
  ...[
    '',
    'x',
    'ByteLevel',
    'BPE',
    'WordPiece',
    'Unigram',
    'Metaspace',
    'gpt2',
    'bert',
    't5',
    'BertModel',
    'GPT2LMHeadModel',
    '\ud800',
    '[',
  ],
  ...[
    [],
    {},
    [null],
    [[]],
    ['a b'],
    { type: 'Sequence' },
    { type: 'Nothing' },
    [1, 2, 3],
    { a: 1e9 },
    { a: -1 },
    { a: 'x' },
  ],
];

function onJson(file: string): Damage {
  return (folder, _, dice) => {
    const target = path.join(folder, file);
    const root = { json: JSON.parse(readFileSync(target, 'utf8')) as unknown };
    const changed = Array.from({ length: 1 + dice.below(2) }, () => change(root, 'json', dice, []));
    writeFileSync(target, JSON.stringify(root.json));
    return changed.join(', ');
  };
}

/** Replaces, removes, multiplies or nests a value somewhere below `name` of `parent`. Returns a description. */
function change(parent: Record<string, unknown>, name: string, dice: Dice, keys: readonly string[]): string {
  const value = parent[name];
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (names.length > 0 && (keys.length === 0 || dice.chance(0.65))) {
    const next = dice.any(names);
    return change(value as Record<string, unknown>, next, dice, [...keys, next]);
  }
  const where = keys.join('.');
  if (dice.chance(0.15)) {
    delete parent[name];
    return `no ${where}`;
  }
  if (dice.chance(0.08)) {
    parent[name] = deep(dice.below(2_000), dice.chance(0.5));
    return `${where} deep`;
  }
  const replacement =
    typeof value === 'number' && dice.chance(0.5) ? value * dice.any([-1, 2, 1e3, 1e9, 0.5]) : dice.any(VALUES);
  parent[name] = structuredClone(replacement);
  return `${where} ${JSON.stringify(replacement)}`;
}

function deep(depth: number, isList: boolean): unknown {
  let value: unknown = isList ? [] : {};
  for (let level = 0; level < depth; level++) value = isList ? [value] : { type: 'Sequence', normalizers: [value] };
  return value;
}
