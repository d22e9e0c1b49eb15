import assert from 'node:assert/strict';
import { Latest } from '../../src/host/latest';

suite('Latest', () => {
  const after = <T>(milliseconds: number, value: T) =>
    new Promise<T>((resolve) => setTimeout(() => resolve(value), milliseconds));

  test('the newest run aborts the one before', async () => {
    const latest = new Latest();
    const signals: AbortSignal[] = [];
    const job = (value: number) => (signal: AbortSignal) => {
      signals.push(signal);
      return after(5, value);
    };
    assert.deepEqual(await Promise.all([latest.run(job(1)), latest.run(job(2))]), [undefined, 2]);
    assert.deepEqual(
      signals.map((signal) => signal.aborted),
      [true, false],
    );
  });

  test('a failure of its own is not swallowed', async () => {
    await assert.rejects(
      new Latest().run(() => Promise.reject(new Error('broken'))),
      /broken/,
    );
  });

  test('a token calls off its own run only', async () => {
    const latest = new Latest();
    const listeners: (() => void)[] = [];
    const token = {
      onCancellationRequested: (listener: () => void) => {
        listeners.push(listener);
        return { dispose: () => undefined };
      },
    };
    const older = latest.run(() => after(5, 1), token);
    const newer = latest.run(() => after(5, 2), token);
    listeners[0]!();
    assert.deepEqual(await Promise.all([older, newer]), [undefined, 2]);
    const last = latest.run(() => after(5, 3), token);
    listeners[2]!();
    assert.equal(await last, undefined);
  });

  test('cancel ends a run without a result', async () => {
    const latest = new Latest();
    const running = latest.run(() => after(5, 1));
    latest.cancel();
    assert.equal(await running, undefined);
  });
});
