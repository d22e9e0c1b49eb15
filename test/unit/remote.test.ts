import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { expose, remote } from '../../src/rpc/jsonRpcCallsAndCancellation';

interface Greeter {
  greet(request: { name: string }, signal: AbortSignal): Promise<string>;
  count(request: { to: number }, signal: AbortSignal, onProgress?: (done: number) => void): Promise<string>;
  wait(request: object, signal: AbortSignal): Promise<void>;
}

suite('remote', () => {
  const requests = new PassThrough();
  const responses = new PassThrough();
  const client = createMessageConnection(new StreamMessageReader(responses), new StreamMessageWriter(requests));
  const server = createMessageConnection(new StreamMessageReader(requests), new StreamMessageWriter(responses));
  const greeter = remote<Greeter>(client);
  let sawAbort = false;

  suiteSetup(() => {
    expose<Greeter>(server, {
      greet: async ({ name }) => {
        if (name === '') throw new Error('Give a name.');
        return `Hello ${name}`;
      },
      count: async ({ to }, _, onProgress) => {
        for (let done = 1; done <= to; done++) onProgress?.(done);
        return onProgress ? 'progress' : 'silent';
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
    client.listen();
    server.listen();
  });

  suiteTeardown(() => {
    client.dispose();
    server.dispose();
  });

  const { signal } = new AbortController();

  test('calls the method of the other process', async () =>
    assert.equal(await greeter.greet({ name: 'Ada' }, signal), 'Hello Ada'));

  test('an error rejects with its message', () => assert.rejects(greeter.greet({ name: '' }, signal), /Give a name\./));

  test('an abort right after its call arrives', async () => {
    sawAbort = false;
    const controller = new AbortController();
    void greeter.wait({}, controller.signal).catch(() => undefined);
    controller.abort();
    // Messages arrive in order, so this answer comes after the abort.
    await greeter.greet({ name: 'Ada' }, signal);
    assert.equal(sawAbort, true);
  });

  test('progress reaches the call that it belongs to', async () => {
    const progress: [string, number][] = [];
    const both = ['a', 'b'].map((name) => greeter.count({ to: 2 }, signal, (done) => progress.push([name, done])));
    assert.deepEqual(await Promise.all(both), ['progress', 'progress']);
    assert.deepEqual(progress.toSorted().join(' '), 'a,1 a,2 b,1 b,2');
  });

  test('sends no progress to a call without a listener', async () => {
    assert.equal(await greeter.count({ to: 2 }, signal), 'silent');
  });

  test('refuses inherited methods', async () => {
    const any = greeter as unknown as Record<string, Greeter['greet']>;
    await assert.rejects(any['hasOwnProperty']!({ name: 'x' }, signal), /no method hasOwnProperty/);
  });

  test('an abort reaches the other process and rejects with an AbortError', async () => {
    const controller = new AbortController();
    const waiting = greeter.wait({}, controller.signal);
    setTimeout(() => controller.abort(), 5);
    await assert.rejects(waiting, { name: 'AbortError' });
    assert.ok(sawAbort);
  });

  test('sends nothing when already aborted', async () => {
    await assert.rejects(greeter.greet({ name: 'Ada' }, AbortSignal.abort()), { name: 'AbortError' });
  });
});
