import assert from 'node:assert/strict';
import path from 'node:path';
import { AutoTokenizer } from '@xenova/transformers';
import encodeO200k from 'gpt-tokenizer/encoding/o200k_base';
import type { Inference } from '../../src/contracts/inference';
import { commonWindow } from '../../src/core/tokens/windowThatAllModelsRead';
import { IncrementalTokens } from '../../src/core/tokens/reencodeEditedBlocks';
import { segmentText } from '../../src/core/tokens/segmentText';
import { tokenCount, tokensIn, type Tokens } from '../../src/core/tokens/tokenSpans';
import { DocumentSync } from '../../src/host/sendTextChanges';
import { computeOnce } from '../../src/inference/tokens/computeOnce';
import type { Tokenizer } from '../../src/inference/tokens/tokenizer';
import { places } from '../helpers/fixtures';
import { unhurried } from '../helpers/inferences';
import { answerOf } from './answers';
import { checkSpans } from './coreChecks';
import type { Dice } from './dice';
import { hostileText } from './hostileText';

export const COUNTERS = ['prompt-bert', 'prompt-gpt', 'o200k_base'] as const;

/** The models in this thread, and their tokenizers. */
export interface TestedModels {
  readonly inference: Inference;
  tokenizer(model: string): Promise<Tokenizer>;
}

type TokenCheck = (models: TestedModels, text: string, dice: Dice) => Promise<void>;

/** Checks that everything that counts tokens keeps its promises for any text. */
export const TOKEN_CHECKS: Readonly<Record<string, TokenCheck>> = {
  tokenize: checkTokenize,
  'a long word': checkLongWord,
  'windows of two models': checkWindows,
  trim: checkTrim,
  split: checkSplit,
  'synchronised edits': checkSync,
  'incremental tokens': checkIncremental,
};

async function checkTokenize({ inference }: TestedModels, text: string, dice: Dice): Promise<void> {
  const { ids, starts, ends, pieces } = await inference.tokenize({ model: dice.any(COUNTERS), text }, unhurried);
  assert.ok(starts.length === ids.length && ends.length === ids.length && pieces.length === ids.length);
  for (let token = 0; token < ids.length; token++) {
    const [start, end] = [starts[token]!, ends[token]!];
    assert.ok(start < end && end <= text.length, `token ${token} at ${start}-${end} of ${text.length}`);
    assert.ok(start >= (starts[token - 1] ?? 0) && end >= (ends[token - 1] ?? 0), `token ${token} is not in order`);
    assert.ok(ids[token]! >= 0 && typeof pieces[token] === 'string');
  }
}

const gptTokenizer = computeOnce(() => AutoTokenizer.from_pretrained(path.join(places.embedded, 'prompt-gpt')));

/** Encodes a word with the libraries alone. Much longer words than those here take them too long. */
const BY_LIBRARY: Readonly<Record<string, (word: string) => Promise<readonly number[]>>> = {
  o200k_base: async (word) => encodeO200k.encode(word, { disallowedSpecial: new Set() }),
  'prompt-gpt': async (word) => (await gptTokenizer()).encode(word, { add_special_tokens: false }),
};

/** Checks that mergePairs merges long words as the libraries do. */
async function checkLongWord({ tokenizer }: TestedModels, hostile: string, dice: Dice): Promise<void> {
  // Both libraries lose a byte order mark within a word, and do not treat U+0085 as white space.
  const text = hostile.replaceAll(/[\ufeff\u0085]/g, '');
  const unit = text.slice(0, 1 + dice.below(6)) || 'x';
  const word = dice.chance(0.5)
    ? unit.repeat(Math.ceil(520 / unit.length))
    : text.replaceAll(/\s/g, '').repeat(4).slice(0, 600);
  const [model, encode] = dice.any(Object.entries(BY_LIBRARY));
  const { ids } = (await tokenizer(model)).encode(word);
  assert.deepEqual([...ids], [...(await encode(word))]);
}

async function checkWindows({ tokenizer }: TestedModels, text: string, dice: Dice): Promise<void> {
  const texts = await Promise.all(COUNTERS.slice(0, 2).map(async (model) => (await tokenizer(model)).encode(text)));
  if (texts.some(({ ids }) => ids.length === 0)) return;
  const sizes = [1 + dice.below(40), 1 + dice.below(40)];
  const span = commonWindow(texts, dice.below(text.length + 1), sizes);
  for (const [index, tokens] of texts.entries()) {
    const { from, to } = tokensIn(tokens, span);
    assert.ok(0 <= from && from <= to && to <= tokens.ids.length, `tokens ${from}-${to} of ${tokens.ids.length}`);
    // A token that only overlaps the window is included whole, at either end.
    assert.ok(
      to - from <= sizes[index]! + sharing(tokens, from, to),
      `${to - from} tokens in a window of ${sizes[index]}`,
    );
  }
}

/** Number of tokens in [from, to) that share a character with the first or the last of them. */
function sharing({ starts, ends }: Tokens, from: number, to: number): number {
  let count = 0;
  for (let token = from; token < to; token++) {
    if (starts[token]! < ends[from]! || ends[token]! > starts[to - 1]!) count++;
  }
  return count;
}

async function checkTrim({ inference, tokenizer }: TestedModels, text: string, dice: Dice): Promise<void> {
  const model = dice.any(COUNTERS);
  const limit = dice.chance(0.05) ? 1 + dice.below(2) : 3 + dice.below(90);
  const keep = dice.any(['start', 'end', 'middle', 'both ends'] as const);
  const boundary = dice.any(['token', 'word', 'sentence'] as const);
  const spans = await answerOf(inference.trim({ model, text, limit, keep, boundary }, unhurried));
  if (!spans) return;
  checkSpans(spans, text.length);
  const count = async (part: string) => tokenCount((await tokenizer(model)).encode(part));
  const kept = spans.map(({ start, end }) => text.slice(start, end)).join('');
  assert.ok((await count(kept)) <= limit, `${await count(kept)} tokens are kept of ${limit}`);
  if ((await count(text)) <= limit) assert.equal(kept, text);
}

async function checkSplit({ inference, tokenizer }: TestedModels, text: string, dice: Dice): Promise<void> {
  const model = dice.any(COUNTERS);
  const limit = 6 + dice.below(90);
  const unit = dice.any(['tokens', 'sentences'] as const);
  const overlap = { count: dice.chance(0.5) ? 0 : dice.below(6), unit };
  const segments = await answerOf(inference.split({ model, text, limit, overlap }, unhurried));
  if (!segments) return;
  const counted = await tokenizer(model);
  let covered = 0;
  for (const segment of segments) {
    const { start, end, tokens } = segment;
    assert.ok(start <= covered && end > covered && end <= text.length, `${start}-${end} behind ${covered}`);
    if (overlap.count === 0) assert.equal(start, covered);
    assert.ok(tokens <= limit, `${tokens} tokens of ${limit}`);
    assert.equal(tokens, tokenCount(counted.encode(segmentText(text, segment))));
    covered = end;
  }
  assert.equal(covered, text.length);
}

async function checkSync({ inference }: TestedModels, initial: string, dice: Dice): Promise<void> {
  let text = initial;
  const name = `fuzz ${dice.below(1e9)}`;
  const sync = new DocumentSync(name, { read: () => text, length: () => text.length });
  const counters = COUNTERS.map((model) => ({ model, limit: dice.chance(0.5) ? undefined : 1 + dice.below(50) }));
  for (let round = 0; round < 4; round++) {
    const edits = Array.from({ length: dice.below(4) }, () => {
      const edit = editOf(text, dice);
      text = text.slice(0, edit.offset) + edit.text + text.slice(edit.offset + edit.length);
      return edit;
    });
    // A change that was not reported must be noticed by the length.
    const isUnreported = dice.chance(0.05);
    if (isUnreported) text += '!';
    sync.edited(edits);
    const [from, to] = [dice.below(text.length + 1), dice.below(text.length + 1)].sort((a, b) => a - b);
    const counted = await sync.count(inference, counters, [{ start: from!, end: to! }], unhurried);
    for (const { model, count, at, spanCounts } of counted) {
      const tokenized = (part: string) => inference.tokenize({ model, text: part }, unhurried);
      assert.equal(count, tokenCount(await tokenized(text)), `${model} in round ${round}`);
      assert.equal(spanCounts[0]!.count, tokenCount(await tokenized(text.slice(from, to))));
      if (at) checkSpans([at], text.length);
    }
  }
  await inference.forget({ document: name }, unhurried);
}

async function checkIncremental({ tokenizer }: TestedModels, initial: string, dice: Dice): Promise<void> {
  const counted = await tokenizer(dice.any(COUNTERS));
  let text = initial.repeat(1 + dice.below(4));
  const incremental = new IncrementalTokens(counted, text);
  for (let round = 0; round < 6; round++) {
    const edit = editOf(text, dice);
    incremental.applyEdit(edit);
    text = text.slice(0, edit.offset) + edit.text + text.slice(edit.offset + edit.length);
    incremental.settle(() => dice.chance(0.5));
    incremental.settle();
    const whole = counted.encode(text);
    assert.equal(incremental.text(), text);
    assert.equal(incremental.length, text.length);
    assert.equal(incremental.textTokenCount, whole.ids.length);
    const [start, end] = [dice.below(text.length + 1), dice.below(text.length + 1)].sort((a, b) => a - b) as [
      number,
      number,
    ];
    assert.equal(incremental.slice({ start, end }), text.slice(start, end));
    if (incremental.textTokenCount === 0) continue;
    const token = dice.below(incremental.textTokenCount);
    assert.deepEqual(incremental.spanOf(token), { start: whole.starts[token], end: whole.ends[token] });
  }
}

function editOf(text: string, dice: Dice): { offset: number; length: number; text: string } {
  const offset = dice.below(text.length + 1);
  const length = dice.below(Math.min(dice.any([3, 3, 400]), text.length - offset + 1));
  return { offset, length, text: dice.chance(0.7) ? hostileText(dice).slice(0, dice.any([1, 8, 3_000])) : '' };
}
