import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { Completion } from '../../src/contracts/completion';
import { RunningGeneration } from '../../src/features/completion/runningGeneration';

const document = {} as vscode.TextDocument;
const COMPLETION: Completion = {
  texts: ['helpful'],
  firstTokenProbability: 1,
  isFallback: false,
  seenTokens: 3,
  seenFrom: 0,
  tokens: 2,
  milliseconds: 5,
};

suite('Generation', () => {
  /** A generation after “You are a ” whose progress and end the test decides. */
  const started = () => {
    let grow: (text: string) => void = () => undefined;
    let finish: (completion: Completion) => void = () => undefined;
    const generation = new RunningGeneration(document, 'You are a ', (signal, onProgress) => {
      grow = onProgress;
      return new Promise((resolve, reject) => {
        finish = resolve;
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    });
    return { generation, grow, finish: () => finish(COMPLETION) };
  };

  test('is kept while what is typed agrees with it', async () => {
    const { generation, grow, finish } = started();
    assert.ok(generation.agreesWith(document, 'You are a h'));
    grow('help');
    assert.ok(generation.agreesWith(document, 'You are a hel'));
    grow('helpful');
    finish();
    assert.deepEqual(await generation.result, COMPLETION);
  });

  test('is stopped by what it can no longer become', async () => {
    const { generation, grow } = started();
    grow('help');
    assert.ok(!generation.agreesWith(document, 'You are a m'));
    assert.equal(await generation.result, undefined);
  });

  test('is stopped when it grows into something else than what is wanted by now', async () => {
    const { generation, grow } = started();
    assert.ok(generation.agreesWith(document, 'You are a hero'));
    grow('help');
    assert.equal(await generation.result, undefined);
  });

  test('is stopped when the caret goes back', async () => {
    const { generation } = started();
    generation.stopUnlessAgreed('You are');
    assert.equal(await generation.result, undefined);
  });

  test('agrees with no other document', () => {
    const { generation } = started();
    assert.ok(!generation.agreesWith({} as vscode.TextDocument, 'You are a '));
  });

  test('a failure of its own is not swallowed', async () => {
    const generation = new RunningGeneration(document, '', () => Promise.reject(new Error('No model.')));
    await assert.rejects(generation.result, /No model/);
  });
});
