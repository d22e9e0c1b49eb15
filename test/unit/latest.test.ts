import assert from 'node:assert/strict';
import { Latest } from '../../src/host/latestJob';

suite('Latest', () => {
  const resolveAfter = <T>(milliseconds: number, value: T) =>
    new Promise<T>((resolve) => setTimeout(() => resolve(value), milliseconds));

  test('a new run aborts the previous one', async () => {
    const latest = new Latest();
    const signals: AbortSignal[] = [];
    const recordSignal = (value: number) => (signal: AbortSignal) => {
      signals.push(signal);
      return resolveAfter(5, value);
    };
    assert.deepEqual(await Promise.all([latest.run(recordSignal(1)), latest.run(recordSignal(2))]), [undefined, 2]);
    assert.deepEqual(
      signals.map((signal) => signal.aborted),
      [true, false],
    );
  });

  test('a failure rejects', async () => {
    await assert.rejects(
      new Latest().run(() => Promise.reject(new Error('broken'))),
      /broken/,
    );
  });

  test('a cancellation token cancels only its own run', async () => {
    const latest = new Latest();
    const listeners: (() => void)[] = [];
    const token = {
      onCancellationRequested: (listener: () => void) => {
        listeners.push(listener);
        return { dispose: () => undefined };
      },
    };
    const older = latest.run(() => resolveAfter(5, 1), token);
    const newer = latest.run(() => resolveAfter(5, 2), token);
    listeners[0]!();
    assert.deepEqual(await Promise.all([older, newer]), [undefined, 2]);
    const last = latest.run(() => resolveAfter(5, 3), token);
    listeners[2]!();
    assert.equal(await last, undefined);
  });

  test('a cancelled run has no result', async () => {
    const latest = new Latest();
    const running = latest.run(() => resolveAfter(5, 1));
    latest.cancel();
    assert.equal(await running, undefined);
  });
});
