import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Inference } from '../../src/contracts/inference';
import { completionRequest } from '../helpers/completionRequest';
import { unhurried } from '../helpers/inferences';
import { checkRefusal } from './answers';
import { diceFor, type Dice } from './dice';
import { Cases, type FuzzFigures } from './figures';
import { Forked } from './forked';
import { plainValue } from './hostileValue';
import { goodRequest, METHODS, spoilt } from './requests';

/** After so many cases the process must still answer as it did at first. */
const COMPARED_EACH = 50;
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

const USUAL = completionRequest('You are an expert in ', { confidence: 0, length: 'clause' });

/** Wrong requests and things that are no requests, to the real forked process: all settle, and it stays as it was. */
export async function fuzzMessages(count: number, seed: number): Promise<FuzzFigures> {
  const cases = new Cases('messages');
  const forked = new Forked();
  const deaths: string[] = [];
  try {
    const before = await usual(forked.inference);
    const anew = await completedAnew(forked.inference);
    for (let number = 0; number < count; number++) {
      const dice = diceFor(seed, number);
      const [name, send] = messageOf(dice);
      await cases.play(`case ${number} of seed ${seed}, ${name}`, async () => {
        await send(forked);
        // It is there, and does not mind.
        await forked.inference.forget({ document: 'none' }, unhurried);
        assert.ok(forked.isAlive, 'the process has ended');
        if (number % COMPARED_EACH === 0) assert.deepEqual(await usual(forked.inference), before);
      });
      if (!forked.isAlive) deaths.push(name);
      forked.revive();
    }
    await cases.play(`after ${count} cases of seed ${seed}`, async () =>
      assert.deepEqual(await completedAnew(forked.inference), anew),
    );
  } finally {
    await forked.stop();
  }
  return { ...cases.figures, deaths };
}

type Send = (forked: Forked) => Promise<void>;

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
  const good = goodRequest(method, dice);
  const request = dice.chance(0.1) ? good : spoilt(good, dice);
  const wait = dice.chance(0.2) ? dice.below(20) : undefined;
  return [`${method} ${describe(request)}${wait === undefined ? '' : `, called off after ${wait} ms`}`, ask];

  async function ask({ inference }: Forked): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    const answer = inference[method](request as never, signal, dice.chance(0.2) ? () => undefined : undefined);
    if (wait !== undefined) void sleep(wait).then(() => controller.abort());
    await settled(answer, signal);
  }
}

/** Throws when a request is refused without saying why. */
async function settled(answer: Promise<unknown>, signal = unhurried): Promise<void> {
  try {
    await answer;
  } catch (error) {
    if (!signal.aborted) checkRefusal(error);
  }
}

/** What is no JSON-RPC, or hardly. */
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
      const circle: Record<string, unknown> = { jsonrpc, id, params: 10n };
      return Object.assign(circle, { circle });
    },
  ])();
}

/**
 * What the process answers to good requests, but for the time it took. How sure it is depends a little on what it read
 * before: activations in 8 bits are scaled by all tokens of a pass.
 */
async function usual(inference: Inference): Promise<unknown> {
  const text = 'You are an expert in prompts. Be brief.';
  const request = {
    document: 'usual',
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
  const { texts, contextTokens } = await inference.complete(USUAL, unhurried);
  return { counted, texts, contextTokens };
}

/** What a model that has read nothing yet answers, to the last bit. */
async function completedAnew(inference: Inference): Promise<unknown> {
  await inference.release({ model: USUAL.model }, unhurried);
  const { texts, firstTokenProbability, contextTokens } = await inference.complete(USUAL, unhurried);
  return { texts, firstTokenProbability, contextTokens };
}

function describe(value: unknown): string {
  try {
    return (
      JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part))?.slice(0, 200) ??
      'undefined'
    );
  } catch {
    return 'a circle';
  }
}
