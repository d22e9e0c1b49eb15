import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { INFLUENCE_CHANGES } from '../../src/core/expectation/removeOrMovePassage';
import { receivedAttention } from '../../src/core/expectation/attentionOfLastToken';
import { exportWith, removeExports } from '../helpers/exports';
import { root, samplePrompt } from '../helpers/fixtures';
import { inferences, unhurried } from '../helpers/inferences';
import { influenceContract } from './shared/expectationContract';

/** Written by training/influence_reference.py. */
interface Reference {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly cases: readonly {
    readonly answer: string;
    readonly answerBits: number;
    readonly changes: Readonly<Record<string, { readonly divergence: number; readonly answerBits: number }>>;
  }[];
}

const reference = JSON.parse(
  readFileSync(path.join(root, 'test', 'fixtures', 'influence', 'gpt2.json'), 'utf8'),
) as Reference;

function near(actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= 1e-4, `${what}: ${actual} is not ${expected}`);
}

for (const [where, start] of Object.entries(inferences)) {
  suite(`influence ${where}`, () => {
    const { inference, stop } = start();
    suiteTeardown(() => {
      stop();
      removeExports();
    });

    influenceContract(() => ({ inference, model: 'prompt-gpt', contextLength: 512 }));

    test('equals PyTorch on the same float32 model, for the next token and for an answer', async () => {
      const model = exportWith('gpt2', ['model']);
      const { cases, ...passage } = reference;
      for (const { answer, answerBits, changes } of cases) {
        const shares: number[] = [];
        const request = { model, ...passage, answer };
        const influence = await inference.influence(request, unhurried, (share) => shares.push(share));
        near(influence.answerBits, answerBits, 'bits of the answer');
        assert.deepEqual(
          influence.changes.map(({ change }) => change),
          INFLUENCE_CHANGES,
        );
        for (const each of influence.changes) {
          near(each.divergence, changes[each.change]!.divergence, each.change);
          near(each.answerBits, changes[each.change]!.answerBits, `bits ${each.change}`);
        }
        assert.equal(shares.at(-1), 1);
      }
    });

    test('measures a passage at the end of a long text, and refuses an answer that is too long', async () => {
      const text = samplePrompt('research-assistant.md').repeat(3);
      const last = { model: 'prompt-gpt', text, start: text.length - 40, end: text.length - 20, answer: '' };
      const { changes } = await inference.influence(last, unhurried);
      assert.ok(changes.every(({ divergence }) => divergence >= 0 && divergence <= 1));
      const long = { ...last, answer: text };
      await assert.rejects(inference.influence(long, unhurried), /at most 64 can be looked at/);
    });

    test('passages that make up the text receive all attention of the last token', async () => {
      const text = 'You are kind. Answer in French. Be';
      const selections = [{ model: 'prompt-gpt', layer: 'mean', head: 'mean' }] as const;
      const request = { models: ['prompt-gpt'], text, focus: text.length, windowTokens: 512, selections };
      const [attention] = await inference.attend(request, unhurried);
      const parts = [text.slice(0, 13), text.slice(13, 31), text.slice(31)].map((part) => {
        const begins = text.indexOf(part);
        return receivedAttention({ start: begins, end: begins + part.length }, attention!, attention!.weights);
      });
      const sum = (valueOf: (part: (typeof parts)[number]) => number) =>
        parts.reduce((total, part) => total + valueOf(part), 0);
      near(
        sum(({ weight }) => weight),
        1,
        'all weight',
      );
      near(
        sum(({ tokens }) => tokens),
        1,
        'all tokens',
      );
    });
  });
}
