import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { expose, remote } from '../../src/rpc/remote';

interface Greeter {
  greet(request: { name: string }, signal: AbortSignal): Promise<string>;
  count(request: { to: number }, signal: AbortSignal, onProgress?: (done: number) => void): Promise<string>;
  wait(request: object, signal: AbortSignal): Promise<void>;
}

suite('remote', () => {
  const there = new PassThrough();
  const back = new PassThrough();
  const near = createMessageConnection(new StreamMessageReader(back), new StreamMessageWriter(there));
  const far = createMessageConnection(new StreamMessageReader(there), new StreamMessageWriter(back));
  const greeter = remote<Greeter>(near);
  let sawAbort = false;

  suiteSetup(() => {
    expose<Greeter>(far, {
      greet: async ({ name }) => {
        if (name === '') throw new Error('Give a name.');
        return `Hello ${name}`;
      },
      count: async ({ to }, _, onProgress) => {
        for (let done = 1; done <= to; done++) onProgress?.(done);
        return onProgress ? 'told' : 'silent';
      },
      wait: (_, signal) =>
        new Promise((_, reject) => {
          sawAbort = signal.aborted;
          signal.addEventListener('abort', () => {
            sawAbort = true;
            reject(signal.reason as Error);
          });
        }),
    });
    near.listen();
    far.listen();
  });

  suiteTeardown(() => {
    near.dispose();
    far.dispose();
  });

  const { signal } = new AbortController();

  test('calls the other end', async () => assert.equal(await greeter.greet({ name: 'Ada' }, signal), 'Hello Ada'));

  test('brings errors back with their message', () =>
    assert.rejects(greeter.greet({ name: '' }, signal), /Give a name\./));

  test('an abort that arrives together with its call is seen', async () => {
    sawAbort = false;
    const controller = new AbortController();
    void greeter.wait({}, controller.signal).catch(() => undefined);
    controller.abort();
    // Answered behind it.
    await greeter.greet({ name: 'Ada' }, signal);
    assert.equal(sawAbort, true);
  });

  test('brings progress back to the call that it belongs to', async () => {
    const heard: [string, number][] = [];
    const both = ['a', 'b'].map((name) => greeter.count({ to: 2 }, signal, (done) => heard.push([name, done])));
    assert.deepEqual(await Promise.all(both), ['told', 'told']);
    assert.deepEqual(heard.toSorted().join(' '), 'a,1 a,2 b,1 b,2');
  });

  test('reports no progress to a call that does not listen', async () => {
    assert.equal(await greeter.count({ to: 2 }, signal), 'silent');
  });

  test('refuses what is not a method of its own', async () => {
    const any = greeter as unknown as Record<string, Greeter['greet']>;
    await assert.rejects(any['hasOwnProperty']!({ name: 'x' }, signal), /no method hasOwnProperty/);
  });

  test('carries an abort over and rejects with an AbortError', async () => {
    const controller = new AbortController();
    const waiting = greeter.wait({}, controller.signal);
    setTimeout(() => controller.abort(), 5);
    await assert.rejects(waiting, { name: 'AbortError' });
    assert.ok(sawAbort);
  });

  test('does not even ask when aborted before', async () => {
    await assert.rejects(greeter.greet({ name: 'Ada' }, AbortSignal.abort()), { name: 'AbortError' });
  });
});
