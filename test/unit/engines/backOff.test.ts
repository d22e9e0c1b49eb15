import assert from 'node:assert/strict';
import { EngineError } from '../../../src/engines/engineError';
import { BackOff } from '../../../src/host/engines/backOff';

suite('after a failure, an engine', () => {
  let now: number;
  let backOff: BackOff;
  setup(() => {
    now = 1_000_000;
    backOff = new BackOff(() => now);
  });
  const failure = (retryAfter?: number) => new EngineError('failed', 'It failed.', { retryAfter });
  const isAdmitted = () => {
    try {
      backOff.begin();
      return true;
    } catch {
      return false;
    }
  };
  /** Seconds for which nothing is admitted after one more failure. */
  const pauseAfter = (error: EngineError) => {
    backOff.failed(error);
    const pause = (backOff.failure!.retryAt - now) / 1000;
    now = backOff.failure!.retryAt - 1;
    assert.ok(!isAdmitted());
    now++;
    assert.ok(isAdmitted());
    return pause;
  };

  test('is left alone for 1, 2, 4 … 60 seconds', () => {
    const pauses = Array.from({ length: 8 }, () => pauseAfter(failure()));
    assert.deepEqual(pauses, [1, 2, 4, 8, 16, 32, 60, 60]);
  });

  test('is left alone as long as it asks for, but for ten minutes at most', () => {
    assert.equal(pauseAfter(failure(30_000)), 30);
    assert.equal(pauseAfter(failure(1)), 2);
    assert.equal(pauseAfter(failure(1e9)), 600);
  });

  test('is refused with the same error', () => {
    const error = failure();
    backOff.failed(error);
    assert.throws(() => backOff.begin(), error);
  });

  test('gets one trial at a time', () => {
    pauseAfter(failure());
    assert.ok(!isAdmitted(), 'a second one');
    backOff.givenUp();
    assert.ok(isAdmitted(), 'the next one, since the first was given up');
    backOff.succeeded();
    assert.equal(backOff.failure, undefined);
    assert.ok(isAdmitted() && isAdmitted());
    assert.equal(pauseAfter(failure()), 1, 'from the beginning');
  });

  test('that fails several requests at once has failed once', () => {
    for (let request = 0; request < 5; request++) backOff.failed(failure());
    assert.equal(backOff.failure!.retryAt - now, 1_000);
  });
});
