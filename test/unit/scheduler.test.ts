import assert from 'node:assert/strict';
import type { Priority } from '../../src/inference/requestPriorities';
import { Scheduler } from '../../src/inference/requestScheduler';

const unhurried = new AbortController().signal;

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

  test('between two turns of an urgent request nothing less urgent runs', async () => {
    const scheduler = new Scheduler();
    const order: string[] = [];
    const passes = (priority: Priority, name: string) =>
      scheduler.runInTurns(priority, unhurried, async (turn) => {
        for (let pass = 1; pass <= 3; pass++) await turn(async () => void order.push(`${name} ${pass}`));
      });
    await Promise.all([passes('viewing', 'map'), passes('typing', 'key')]);
    assert.deepEqual(order, ['map 1', 'key 1', 'key 2', 'key 3', 'map 2', 'map 3']);
  });

  test('memory is released between two requests of several passes, even if the next one waits already', async () => {
    let releases = 0;
    const scheduler = new Scheduler(async () => void releases++);
    const begun: number[] = [];
    const request = () =>
      scheduler.runInTurns('typing', unhurried, async (turn) => {
        await turn(async () => void begun.push(releases));
        await turn(async () => undefined);
      });
    await Promise.all([request(), request().then(request)]);
    assert.ok(begun.at(-1)! > begun[0]!, begun.join());
  });
});
