import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Inference } from '../../src/contracts/inference';
import { completionRequest } from '../helpers/completionRequest';
import { unhurried } from '../helpers/inferences';
import { checkRefusal } from './answers';
import { diceFor, type Dice } from './dice';
import { FuzzCases, type FuzzFigures } from './figures';
import { ForkedInference } from './forked';
import { plainValue } from './hostileValue';
import { validRequest, METHODS, corrupted } from './requests';

/** Interval, in cases, at which the process must still answer as it did at first. */
const COMPARED_EVERY = 50;
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  '$/progress',
  '$/setTrace',
  'Complete',
  'count ',
  '\0',
];

const VALID_REQUEST = completionRequest('You are an expert in ', { confidence: 0, length: 'clause' });

/** Sends invalid requests and other messages to a forked process: all must settle, and later answers stay the same. */
export async function fuzzMessages(count: number, seed: number): Promise<FuzzFigures> {
  const cases = new FuzzCases('messages');
  const forked = new ForkedInference();
  const crashes: string[] = [];
  try {
    const before = await validAnswers(forked.inference);
    const fresh = await completionAfterReload(forked.inference);
    for (let number = 0; number < count; number++) {
      const dice = diceFor(seed, number);
      const [name, send] = messageOf(dice);
      await cases.run(`case ${number} of seed ${seed}, ${name}`, async () => {
        await send(forked);
        // The process still answers.
        await forked.inference.forget({ document: 'none' }, unhurried);
        assert.ok(forked.isAlive, 'the process has ended');
        if (number % COMPARED_EVERY === 0) assert.deepEqual(await validAnswers(forked.inference), before);
      });
      if (!forked.isAlive) crashes.push(name);
      forked.revive();
    }
    await cases.run(`after ${count} cases of seed ${seed}`, async () =>
      assert.deepEqual(await completionAfterReload(forked.inference), fresh),
    );
  } finally {
    await forked.stop();
  }
  return { ...cases.figures, crashes };
}

type Send = (forked: ForkedInference) => Promise<void>;

function messageOf(dice: Dice): [name: string, send: Send] {
  const method = dice.any(METHODS);
  if (dice.chance(0.2)) {
    const message = rawMessage(dice);
    return [`raw ${describe(message)}`, async ({ child }) => void child.send(message as object)];
  }
  if (dice.chance(0.1)) {
    const [name, params] = [dice.chance(0.5) ? dice.any(NAMES) : method, plainValue(dice)];
    return [
      `${JSON.stringify(name)} with ${describe(params)}`,
      ({ connection }) => settled(connection.sendRequest(name, params)),
    ];
  }
  const valid = validRequest(method, dice);
  const request = dice.chance(0.1) ? valid : corrupted(valid, dice);
  const wait = dice.chance(0.2) ? dice.below(20) : undefined;
  return [`${method} ${describe(request)}${wait === undefined ? '' : `, cancelled after ${wait} ms`}`, ask];

  async function ask({ inference }: ForkedInference): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    const answer = inference[method](request as never, signal, dice.chance(0.2) ? () => undefined : undefined);
    if (wait !== undefined) void sleep(wait).then(() => controller.abort());
    await settled(answer, signal);
  }
}

/** Throws when a request is refused without a proper message. */
async function settled(answer: Promise<unknown>, signal = unhurried): Promise<void> {
  try {
    await answer;
  } catch (error) {
    if (!signal.aborted) checkRefusal(error);
  }
}

/** A message that is hardly or not at all JSON-RPC. */
function rawMessage(dice: Dice): unknown {
  const id = dice.any([1, 'a', -1, 1e300, null, undefined, {}, [], plainValue(dice)]);
  const method = dice.any([...METHODS, '$/cancelRequest', '$/progress', ...NAMES, undefined, 1, plainValue(dice)]);
  const params = dice.any([undefined, null, [], {}, { id }, { request: {} }, plainValue(dice), [plainValue(dice)]]);
  const jsonrpc = dice.any(['2.0', undefined, 1]);
  return dice.any<() => unknown>([
    () => plainValue(dice) ?? null,
    () => ({ jsonrpc, id, method, params }),
    () => ({ jsonrpc, method, params }),
    () => ({ jsonrpc, id }),
    () => ({ jsonrpc, id, result: plainValue(dice) }),
    () => ({ jsonrpc, id, error: plainValue(dice) }),
    () => [{ jsonrpc: '2.0', id, method, params }],
    () => ({ jsonrpc, method: '$/cancelRequest', params }),
    () => {
      const circular: Record<string, unknown> = { jsonrpc, id, params: 10n };
      return Object.assign(circular, { circular });
    },
  ])();
}

/**
 * Answers to valid requests, without times and probabilities. Probabilities depend a little on what the model read
 * before: 8-bit activations are scaled by all tokens of a pass.
 */
async function validAnswers(inference: Inference): Promise<unknown> {
  const text = 'You are an expert in prompts. Be brief.';
  const request = {
    document: 'valid',
    baseVersion: undefined,
    version: 1,
    changes: [{ offset: 0, length: 0, text }],
    length: text.length,
    counters: [
      { model: 'prompt-bert', limit: 8 },
      { model: 'o200k_base', limit: undefined },
    ],
    spans: [{ start: 4, end: 20 }],
  };
  const counted = await inference.count(request, unhurried);
  const { texts, contextTokens } = await inference.complete(VALID_REQUEST, unhurried);
  return { counted, texts, contextTokens };
}

/** The answer of a freshly loaded model, which must be equal to the last bit. */
async function completionAfterReload(inference: Inference): Promise<unknown> {
  await inference.release({ model: VALID_REQUEST.model }, unhurried);
  const { texts, firstTokenProbability, contextTokens } = await inference.complete(VALID_REQUEST, unhurried);
  return { texts, firstTokenProbability, contextTokens };
}

function describe(value: unknown): string {
  try {
    return (
      JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part))?.slice(0, 200) ??
      'undefined'
    );
  } catch {
    return 'a circular value';
  }
}
