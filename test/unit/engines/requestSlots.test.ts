import assert from 'node:assert/strict';
import { RequestSlots, type Urgency } from '../../../src/engines/requestSlots';

const never = new AbortController().signal;

suite('two requests at a time', () => {
  /** Takes slots and notes who got one. */
  function noting(slots: RequestSlots) {
    const started: string[] = [];
    const releases = new Map<string, () => void>();
    const failures = new Map<string, unknown>();
    return {
      started,
      failures,
      take: (name: string, urgency: Urgency, signal = never) =>
        void slots.take(urgency, signal).then(
          (release) => {
            started.push(name);
            releases.set(name, release);
          },
          (error: unknown) => failures.set(name, error),
        ),
      release: (name: string) => releases.get(name)!(),
      settle: () => new Promise((resolve) => setImmediate(resolve)),
    };
  }

  test('the most urgent goes first, and of these the newest', async () => {
    const { started, take, release, settle } = noting(new RequestSlots());
    take('a', 'typing');
    take('b', 'counting');
    await settle();
    take('lens', 'viewing');
    take('old count', 'counting');
    take('old key', 'typing');
    take('new key', 'typing');
    take('new count', 'counting');
    release('a');
    await settle();
    release('b');
    await settle();
    assert.deepEqual(started, ['a', 'b', 'new key', 'old key']);
    release('new key');
    release('old key');
    await settle();
    assert.deepEqual(started.slice(4), ['new count', 'old count']);
  });

  test('lenses leave a slot free for ghost text', async () => {
    const { started, take, settle } = noting(new RequestSlots());
    take('lens', 'viewing');
    take('another lens', 'viewing');
    take('key', 'typing');
    await settle();
    assert.deepEqual(started, ['lens', 'key']);
  });

  test('an aborted request leaves, and the oldest of too many is told to try again', async () => {
    const { started, failures, take, release, settle } = noting(new RequestSlots());
    take('a', 'typing');
    take('b', 'typing');
    const controller = new AbortController();
    take('gone', 'typing', controller.signal);
    controller.abort();
    for (let index = 0; index < 33; index++) take(`waiting ${index}`, 'counting');
    await settle();
    assert.equal((failures.get('gone') as Error).name, 'AbortError');
    assert.match(String(failures.get('waiting 0')), /Newer requests.*Try again/);
    assert.equal(failures.size, 2);
    release('a');
    // A second call changes nothing.
    release('a');
    await settle();
    assert.deepEqual(started, ['a', 'b', 'waiting 32']);
  });
});
