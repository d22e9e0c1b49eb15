import assert from 'node:assert/strict';
import type { Inference } from '../../src/contracts/inference';
import { OPENING_PAUSE_MS, PromptReadAhead } from '../../src/features/completion/readPromptAhead';
import { Scheduler } from '../../src/inference/requestScheduler';
import { completionRequest } from '../helpers/completionRequest';

const LONGER_THAN_PAUSE_MS = OPENING_PAUSE_MS + 50;

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A model behind the real scheduler; `read` lists the texts that it has begun to read. */
function model() {
  const scheduler = new Scheduler();
  const read: string[] = [];
  const readAhead: Inference['readAhead'] = ({ left }, signal) =>
    scheduler.run('counting', signal, async () => void read.push(left));
  return { scheduler, read, inference: { readAhead } };
}

suite('reading ahead', () => {
  test('reads only the prompt that stays active, of five that became so', async () => {
    const { read, inference } = model();
    const ahead = new PromptReadAhead(inference);
    const readings = await Promise.all(
      ['1', '2', '3', '4', '5'].map((left) => ahead.read(completionRequest(left), OPENING_PAUSE_MS)),
    );
    assert.deepEqual(read, ['5']);
    assert.deepEqual(readings, [false, false, false, false, true]);
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
      readings.push(ahead.read(completionRequest(left), OPENING_PAUSE_MS));
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
    const reading = ahead.read(completionRequest('ahead'), OPENING_PAUSE_MS);
    ahead.cancel();
    assert.equal(await reading, false);
    assert.deepEqual(read, []);
  });
});
