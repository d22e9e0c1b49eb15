import assert from 'node:assert/strict';
import { Scheduler } from '../../src/inference/scheduler';

suite('Lane', () => {
  test('runs one pass at a time, the most urgent first', async () => {
    const lane = new Scheduler();
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
      lane.run('looking', signal, pass('first')),
      lane.run('looking', signal, pass('look')),
      lane.run('counting', signal, pass('count')),
      lane.run('typing', signal, pass('type')),
    ]);
    assert.deepEqual(order, ['first', 'type', 'count', 'look']);
  });

  test('an aborted pass never starts, a failed one lets the next run', async () => {
    const lane = new Scheduler();
    const { signal } = new AbortController();
    const aborted = AbortSignal.abort();
    await assert.rejects(
      lane.run('typing', aborted, async () => assert.fail('started')),
      { name: 'AbortError' },
    );
    await assert.rejects(
      lane.run('typing', signal, () => Promise.reject(new Error('broken'))),
      /broken/,
    );
    assert.equal(await lane.run('looking', signal, async () => 7), 7);
  });
});
