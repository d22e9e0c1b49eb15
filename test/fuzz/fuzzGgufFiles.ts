import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeModelFromGguf } from '../../src/inference/models/gguf/makeModelFromGguf.node';
import { ggufFile } from '../helpers/ggufFile';
import { unhurried } from '../helpers/inferences';
import { tinyLlama } from '../helpers/tinyLlama';
import { checkRefusal } from './answers';
import { diceFor, type Dice } from './dice';
import { FuzzCases, type FuzzFigures } from './figures';

/** A case that takes longer hangs, in milliseconds: good files take 20. */
const HANG_MS = 3_000;

/** Makes models from GGUF files with damaged headers: each must give a folder, or be refused with nothing left behind. */
export async function fuzzGgufFiles(count: number, seed: number): Promise<FuzzFigures> {
  const cases = new FuzzCases('GGUF files', HANG_MS);
  const good = ggufFile(tinyLlama({ shape: { layers: 1 }, format: () => 'Q4_1' }).file);
  const headerEnd = good.indexOf('output_norm.weight');
  const place = mkdtempSync(path.join(tmpdir(), 'left-context-fuzz-'));
  try {
    for (let number = 0; number < count; number++) {
      const dice = diceFor(seed, number);
      const [kind, damage] = dice.any(Object.entries(DAMAGES));
      const bytes = damage(good, dice.below(headerEnd), dice);
      await cases.run(`case ${number} of seed ${seed}, ${kind}`, () => makeOrRefuse(place, bytes));
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  return cases.figures;
}

async function makeOrRefuse(place: string, bytes: Uint8Array): Promise<void> {
  const gguf = path.join(place, 'damaged.gguf');
  const folder = path.join(place, 'model');
  writeFileSync(gguf, bytes);
  try {
    await makeModelFromGguf(gguf, folder, { signal: unhurried });
    rmSync(folder, { recursive: true });
  } catch (error) {
    checkRefusal(error);
    const { message } = error as Error;
    assert.ok(message.startsWith(`${gguf} cannot be used: `) && message.length < gguf.length + 300, message);
  }
  assert.deepEqual(readdirSync(place), ['damaged.gguf']);
}

/** Numbers that a damaged count, length, type or offset may have. */
const NUMBERS = [0n, 1n, 9n, 32n, 255n, 65_536n, 1_000_001n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 64n - 1n];

/** Kinds of damage from the byte `at` on. */
const DAMAGES: Readonly<Record<string, (good: Buffer, at: number, dice: Dice) => Uint8Array>> = {
  'a bit flipped': (good, at, dice) => edited(good, (bytes) => (bytes[at]! ^= 1 << dice.below(8))),
  'bytes changed': (good, at, dice) =>
    edited(good, (bytes) =>
      bytes.set(
        Array.from({ length: 1 + dice.below(8) }, () => dice.below(256)),
        at,
      ),
    ),
  'a number of 64 bits': (good, at, dice) => edited(good, (bytes) => bytes.writeBigUInt64LE(dice.any(NUMBERS), at)),
  'a count changed': (good, _, dice) =>
    edited(good, (bytes) => bytes.writeBigUInt64LE(dice.any(NUMBERS), dice.any([8, 16]))),
  'a value changed': (good, _, dice) =>
    edited(good, (bytes) => bytes.writeUInt32LE(dice.below(2 ** 32), bytes.indexOf(dice.any(KEYS)) + dice.below(48))),
  zeros: (good, at, dice) => edited(good, (bytes) => bytes.fill(0, at, at + dice.below(400))),
  'cut off': (good, at) => good.subarray(0, at),
  'bytes removed': (good, at, dice) => Buffer.concat([good.subarray(0, at), good.subarray(at + 1 + dice.below(40))]),
  'bytes repeated': (good, at, dice) => Buffer.concat([good.subarray(0, at + 1 + dice.below(400)), good.subarray(at)]),
};

const KEYS = ['.block_count', '.head_count', '.embedding_length', '.pre', '.tokens', '.merges', '.attn_q', '.ffn_up'];

function edited(good: Buffer, edit: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(good);
  edit(bytes);
  return bytes;
}
