import assert from 'node:assert/strict';
import { Scheduler } from '../../src/inference/requestScheduler';

suite('Scheduler', () => {
  test('runs one pass at a time, by priority', async () => {
    const scheduler = new Scheduler();
    const order: string[] = [];
    let running = 0;
    const pass = (name: string) => async () => {
      assert.equal(++running, 1);
      order.push(name);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running--;
    };
    const { signal } = new AbortController();
    await Promise.all([
      scheduler.run('viewing', signal, pass('first')),
      scheduler.run('viewing', signal, pass('look')),
      scheduler.run('counting', signal, pass('count')),
      scheduler.run('typing', signal, pass('type')),
    ]);
    assert.deepEqual(order, ['first', 'type', 'count', 'look']);
  });

  test('never starts an aborted pass, and continues after a failed one', async () => {
    const scheduler = new Scheduler();
    const { signal } = new AbortController();
    const aborted = AbortSignal.abort();
    await assert.rejects(
      scheduler.run('typing', aborted, async () => assert.fail('started')),
      { name: 'AbortError' },
    );
    await assert.rejects(
      scheduler.run('typing', signal, () => Promise.reject(new Error('broken'))),
      /broken/,
    );
    assert.equal(await scheduler.run('viewing', signal, async () => 7), 7);
  });

  test('continues after memory could not be released, and says so', async () => {
    const { error } = console;
    const said: unknown[] = [];
    console.error = (text: unknown) => said.push(text);
    try {
      // Mocha fails a test that leaves a rejection unhandled.
      const scheduler = new Scheduler(() => Promise.reject(new Error('broken session')));
      const { signal } = new AbortController();
      const passes = [1, 2].map((value) => scheduler.run('viewing', signal, async () => value));
      assert.deepEqual(await Promise.all(passes), [1, 2]);
      await new Promise(setImmediate);
      assert.deepEqual(said, Array(2).fill('Models could not be released: broken session'));
    } finally {
      console.error = error;
    }
  });
});
