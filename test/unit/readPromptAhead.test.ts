import assert from 'node:assert/strict';
import type { Completion, CompletionRequest } from '../../src/contracts/completionRequests';
import type { Inference } from '../../src/contracts/inference';
import { PromptReadAhead } from '../../src/features/completion/readPromptAhead';
import { Scheduler } from '../../src/inference/requestScheduler';
import { completionRequest } from '../helpers/completionRequest';

const NOTHING: Completion = {
  texts: [],
  firstTokenProbability: 0,
  contextTokens: 1,
  contextStart: 0,
  generatedTokens: 0,
  milliseconds: 0,
};
const LONGER_THAN_PAUSE_MS = 200;

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A model behind the real scheduler; `read` lists the texts that it has begun to read. */
function model() {
  const scheduler = new Scheduler();
  const read: string[] = [];
  const complete: Inference['complete'] = (request: CompletionRequest, signal) =>
    scheduler.run('typing', signal, async () => {
      read.push(request.left);
      return NOTHING;
    });
  return { scheduler, read, inference: { complete } };
}

suite('reading ahead', () => {
  test('reads only the prompt that stays active, of five that became so', async () => {
    const { read, inference } = model();
    const ahead = new PromptReadAhead(inference);
    const readings = await Promise.all(['1', '2', '3', '4', '5'].map((left) => ahead.read(completionRequest(left))));
    assert.deepEqual(read, ['5']);
    assert.deepEqual(readings, [undefined, undefined, undefined, undefined, NOTHING]);
  });

  test('does not read prompts that waited for the model and are no longer active', async () => {
    const { scheduler, read, inference } = model();
    const ahead = new PromptReadAhead(inference);
    let finish = (): void => undefined;
    const busy = scheduler.run(
      'typing',
      new AbortController().signal,
      () => new Promise<void>((end) => (finish = end)),
    );
    const readings = [];
    for (const left of ['1', '2', '3']) {
      readings.push(ahead.read(completionRequest(left)));
      await wait(LONGER_THAN_PAUSE_MS);
    }
    finish();
    await busy;
    await Promise.all(readings);
    assert.deepEqual(read, ['3']);
  });

  test('gives way to a suggestion', async () => {
    const { read, inference } = model();
    const ahead = new PromptReadAhead(inference);
    const reading = ahead.read(completionRequest('ahead'));
    ahead.cancel();
    await inference.complete(completionRequest('typed'), new AbortController().signal);
    assert.equal(await reading, undefined);
    assert.deepEqual(read, ['typed']);
  });
});
