import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaultServer } from '../faultServer';
import * as faults from '../faults';
import { stopServer } from '../httpServer';
import { piecesOf } from './piecesOf';
import { until } from './until';

suite('the server with faults', () => {
  const closed: boolean[] = [];
  const engine = http.createServer((request, response) => {
    request.resume();
    response.on('close', () => closed.push(response.writableFinished));
    void (async () => {
      for (const piece of ['one ', 'two ', 'three']) {
        response.write(piece);
        await sleep(20);
      }
      response.end();
    })();
  });
  let server: FaultServer;

  suiteSetup(async () => {
    await once(engine.listen(0, '127.0.0.1'), 'listening');
    server = await FaultServer.start(`http://127.0.0.1:${(engine.address() as AddressInfo).port}`);
  });
  suiteTeardown(async () => {
    await server.stop();
    await stopServer(engine);
  });
  const ask = async (init: RequestInit = {}) => (await fetch(`${server.url}/x`, init)).text();

  test('passes answers on, and shows what was sent', async () => {
    assert.equal(await ask({ method: 'POST', body: 'hello', headers: { authorization: 'Bearer k' } }), 'one two three');
    const { method, path, body, headers, isOver, wasCancelled } = server.requests.at(-1)!;
    assert.deepEqual([method, path, body, headers.authorization], ['POST', '/x', 'hello', 'Bearer k']);
    assert.deepEqual([isOver, wasCancelled], [true, false]);
  });

  test('sees when the client cancels, and closes the connection to the engine', async () => {
    closed.length = 0;
    const cancel = new AbortController();
    server.inject(faults.slowTokens(5));
    const response = await fetch(`${server.url}/x`, { signal: cancel.signal });
    await response.body!.getReader().read();
    cancel.abort();
    await until(() => server.requests.at(-1)!.wasCancelled && closed.length > 0);
    assert.ok(server.requests.at(-1)!.wasCancelled);
    assert.deepEqual(closed, [false]);
  });

  test('breaks off where the plan says, which is no cancelling', async () => {
    server.inject(faults.cutAfter(1));
    const response = await fetch(`${server.url}/x`);
    let text = '';
    await assert.rejects(async () => {
      for await (const piece of piecesOf(response)) text += piece.toString();
    });
    assert.match(text, /^one t/);
    assert.deepEqual([server.requests.at(-1)!.isOver, server.requests.at(-1)!.wasCancelled], [true, false]);
    server.inject(faults.reset);
    await assert.rejects(ask());
  });

  test('plays faults in order on the paths that match, then none', async () => {
    server.inject(faults.tooMany('7'), { path: /x$/ });
    server.inject(faults.failed, { path: /other/ });
    const first = await fetch(`${server.url}/x`);
    assert.deepEqual([first.status, first.headers.get('retry-after')], [429, '7']);
    await first.text();
    assert.equal(await ask(), 'one two three');
    server.clearFaults();
  });

  test('dies, and comes back at the same address', async () => {
    const { url } = server;
    await server.die();
    await assert.rejects(ask());
    await server.comeBack();
    assert.equal(server.url, url);
    assert.equal(await ask(), 'one two three');
  });

  test('answers that never end do end with the client', async () => {
    for (const fault of [faults.endlessStream, faults.endlessLine, faults.giganticJson(2 ** 30), faults.silence]) {
      server.inject(fault);
      await assert.rejects(ask({ signal: AbortSignal.timeout(60) }));
      await until(() => server.requests.at(-1)!.wasCancelled);
      assert.ok(server.requests.at(-1)!.wasCancelled);
    }
  });
});
