import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { Completion } from '../../src/contracts/completionRequests';
import { RunningGeneration } from '../../src/features/completion/runningGeneration';

const document = {} as vscode.TextDocument;
const COMPLETION: Completion = {
  texts: ['helpful'],
  firstTokenProbability: 1,
  chances: { word: 1, letter: 1 },
  contextTokens: 3,
  contextStart: 0,
  generatedTokens: 2,
  milliseconds: 5,
};

suite('a running generation', () => {
  /** A generation after “You are a ” that grows and finishes when the test says so. */
  const start = () => {
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

  test('goes on while the typed text agrees with it', async () => {
    const { generation, grow, finish } = start();
    assert.ok(generation.retarget(document, 'You are a h'));
    grow('help');
    assert.ok(generation.retarget(document, 'You are a hel'));
    grow('helpful');
    finish();
    assert.deepEqual(await generation.result, COMPLETION);
  });

  test('is stopped when the typed text differs from it', async () => {
    const { generation, grow } = start();
    grow('help');
    assert.ok(!generation.retarget(document, 'You are a m'));
    assert.equal(await generation.result, undefined);
  });

  test('is stopped when it grows into something else than the typed text', async () => {
    const { generation, grow } = start();
    assert.ok(generation.retarget(document, 'You are a hero'));
    grow('help');
    assert.equal(await generation.result, undefined);
  });

  test('is stopped when the caret moves back', async () => {
    const { generation } = start();
    generation.retarget(document, 'You are');
    assert.equal(await generation.result, undefined);
  });

  test('agrees with no other document', () => {
    const { generation } = start();
    assert.ok(!generation.retarget({} as vscode.TextDocument, 'You are a '));
  });

  test('rejects when it fails', async () => {
    const generation = new RunningGeneration(document, '', () => Promise.reject(new Error('No model.')));
    await assert.rejects(generation.result, /No model/);
  });
});
