import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { skipWithoutStrace, Tracing } from '../helpers/tracing';
import { CANARY, privateSession, type PrivateSession } from './privateSession';

suite('private', () => {
  let session: PrivateSession;

  suiteSetup(async function () {
    skipWithoutStrace(this);
    // A session takes less than two minutes; this only ends one that hangs.
    this.timeout(600_000);
    session = await privateSession();
    const { connects, connectsOfHost, connectsOfModels, leaving, models, threadsOfModels, files, holding } = session;
    console.log(
      `    ${connects} connections traced (extension host and below: ${connectsOfHost}, the models: ${connectsOfModels}), ` +
        `${leaving.length} of them beyond the machine; ${models} inference processes with ${threadsOfModels} threads; ` +
        `${files} files written, ${holding.length} hold what was typed`,
    );
  });

  test('no byte left the machine', () => {
    assert.deepEqual(session.leaving, []);
  });

  test('the tracer saw the extension host, and each inference process with its threads', () => {
    assert.ok(session.connectsOfHost >= 1);
    // The first process, one after the restart, and one after the crash.
    assert.equal(session.models, 3);
    assert.ok(session.threadsOfModels >= 4 * session.models);
  });

  test('the tracer finds a connection that does leave the machine', () => {
    const tracing = new Tracing();
    const script = `
      const attempt = require('net').connect(9, '192.0.2.1').on('error', () => {});
      require('dgram').createSocket('udp6').on('error', () => process.exit()).send('x', 9, '2001:db8::1', () => process.exit());
      setTimeout(() => process.exit(), 1000);`;
    try {
      const [command, ...args] = [...tracing.command, process.execPath, '-e', script];
      execFileSync(command!, args);
      const leaving = tracing.read().connections.filter(({ stays }) => !stays);
      assert.deepEqual(leaving.map(({ address, port }) => `${address} ${port}`).toSorted(), [
        '192.0.2.1 9',
        '2001:db8::1 9',
      ]);
    } finally {
      tracing.remove();
    }
  });

  test('telemetry of ONNX Runtime is disabled', () => {
    assert.equal(session.environment['ORT_DISABLE_TELEMETRY'], '1');
    assert.deepEqual(
      session.left.filter((file) => /onnx|telemetry/i.test(file)),
      [],
    );
  });

  test('the log at trace level reports failures, and holds nothing of what was written', () => {
    for (const line of [
      '[info] Inference process',
      '[error] Inference process',
      '[warning] SmolLM2 takes the place of no-such-model',
      '[warning] Tokens not counted',
    ])
      assert.ok(session.log.includes(line), session.log);
    assert.doesNotMatch(session.log, new RegExp(CANARY, 'i'));
    const lines = session.lines.map((line) => line.trim()).filter((line) => line.length > 3);
    assert.deepEqual(
      lines.filter((line) => session.log.includes(line)),
      [],
    );
  });

  test('only VS Code keeps what was written: backups of unsaved files, and the history of saved ones', () => {
    // Of both files the user said that they be written: the table of the map has its words.
    assert.deepEqual(session.saved, ['code-review.prompt-attention.csv', 'support-agent.txt']);
    assert.deepEqual(
      session.holding.filter((file) => !/^data\/User\/(?:Backups|History)\//.test(file)),
      [],
    );
    assert.ok(session.holding.length > 0, 'VS Code has kept no file that was not saved');
    assert.deepEqual(session.leftHolding, []);
  });
});
