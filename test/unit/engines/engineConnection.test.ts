import assert from 'node:assert/strict';
import type { Engine } from '../../../src/engines/engine';
import { EngineError, type EngineErrorKind } from '../../../src/engines/engineError';
import { EngineConnection } from '../../../src/host/engines/engineConnection';
import { fakeEngine, INFO } from './fakeEngine';

const PROFILE = { name: 'desk', url: 'http://localhost:8000' };
const { signal } = new AbortController();

suite('a connection to an engine', () => {
  let now: number;
  let connects: number;
  let states: string[];
  setup(() => {
    now = 0;
    connects = 0;
    states = [];
  });

  function connectionTo(connect: (attempt: number, signal: AbortSignal) => Promise<Engine> | Engine): EngineConnection {
    const connection: EngineConnection = new EngineConnection(
      PROFILE,
      async (closing) => connect(++connects, closing),
      () => states.push(connection.state.kind),
      () => now,
    );
    return connection;
  }

  const failing = (kind: EngineErrorKind) => () => Promise.reject(new EngineError(kind, `It is ${kind}.`));

  test('is made once, when somebody asks', async () => {
    const connection = connectionTo(() => fakeEngine());
    assert.equal(connection.state.kind, 'idle');
    const engines = await Promise.all([connection.engine(signal), connection.engine(signal)]);
    assert.equal(engines[0], engines[1]);
    assert.equal(await connection.engine(signal), engines[0]);
    assert.equal(connects, 1);
    assert.deepEqual(states, ['connecting', 'connected']);
    assert.deepEqual(connection.lastInfo, INFO);
  });

  test('is made further while one who asked gives up', async () => {
    let connected!: (engine: Engine) => void;
    const connection = connectionTo(() => new Promise((resolve) => (connected = resolve)));
    const controller = new AbortController();
    const given = connection.engine(controller.signal);
    const waited = connection.engine(signal);
    await new Promise(setImmediate);
    controller.abort();
    await assert.rejects(given, { name: 'AbortError' });
    connected(fakeEngine());
    assert.equal((await waited).info, INFO);
  });

  test('that cannot be made is refused at once until it is tried again', async () => {
    const connection = connectionTo((attempt) => (attempt === 1 ? failing('unreachable')() : fakeEngine()));
    await assert.rejects(connection.engine(signal), /unreachable/);
    await assert.rejects(connection.engine(signal), /unreachable/);
    assert.equal(connects, 1);
    now = 1_000;
    await connection.engine(signal);
    assert.deepEqual(states, ['connecting', 'failing', 'failing', 'connected']);
  });

  test('is made anew after failures by which the engine may be another one', async () => {
    for (const [kind, isAnew] of [
      ['unreachable', true],
      ['key', true],
      ['model', true],
      ['busy', false],
      ['failed', false],
    ] as const) {
      now = connects = 0;
      const connection = connectionTo(() => fakeEngine({ tokenize: failing(kind) }));
      const engine = await connection.engine(signal);
      await assert.rejects(engine.tokenize('', signal), new RegExp(kind));
      assert.equal(connection.state.kind, 'failing');
      await assert.rejects(engine.tokenize('', signal), new RegExp(kind), 'at once');
      now = 1_000;
      await connection.engine(signal);
      assert.equal(connects, isAnew ? 2 : 1, kind);
    }
  });

  test('does not fail where only one request does', async () => {
    const connection = connectionTo(() => fakeEngine({ tokenize: failing('too long'), score: failing('unable') }));
    const engine = await connection.engine(signal);
    await assert.rejects(engine.tokenize('', signal), /too long/);
    await assert.rejects(engine.score('', { from: 0, top: 0 }, signal), /unable/);
    assert.equal(connection.state.kind, 'connected');
  });

  test('does not fail where a request is given up', async () => {
    const controller = new AbortController();
    const tokenize = () => {
      controller.abort();
      return Promise.reject(controller.signal.reason as Error);
    };
    const connection = connectionTo(() => fakeEngine({ tokenize }));
    const engine = await connection.engine(signal);
    await assert.rejects(engine.tokenize('', controller.signal), { name: 'AbortError' });
    assert.equal(connection.state.kind, 'connected');
  });

  test('works again once a trial brings its first token', async () => {
    let isBroken = true;
    const whole = fakeEngine();
    const connection = connectionTo(() => ({
      ...whole,
      async *generate(...request) {
        if (isBroken) throw new EngineError('slow', 'It is slow.');
        yield* whole.generate(...request);
      },
    }));
    const engine = await connection.engine(signal);
    const write = () => engine.generate('', { maxTokens: 2, temperature: 0, topK: 0, topP: 1, top: 0 }, signal);
    const first = async () => {
      for await (const { text } of write()) return text;
      return undefined;
    };
    await assert.rejects(first(), /slow/);
    assert.equal(connection.state.kind, 'failing');
    isBroken = false;
    await assert.rejects(first(), /slow/, 'too early');
    now = 1_000;
    assert.equal(await first(), ' one');
    assert.equal(connection.state.kind, 'connected');
    assert.deepEqual(states.slice(-2), ['failing', 'connected']);
  });

  test('that is closed while it is made says so', async () => {
    const connection = connectionTo(
      (_, closing) =>
        new Promise((_, reject) => closing.addEventListener('abort', () => reject(closing.reason as Error))),
    );
    const asked = connection.engine(signal);
    await new Promise(setImmediate);
    connection.close();
    await assert.rejects(asked, /What is set for desk has just changed/);
  });
});
