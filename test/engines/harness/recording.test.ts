import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf, stopServer } from '../httpServer';
import { readRecording, withoutRepetitions, type Exchange } from '../recording';
import { RecordingProxy } from '../recordingProxy';
import { NOT_RECORDED, ReplayServer } from '../replayServer';

/** Pieces of an answer, of which one ends within a character. */
const PIECES = [
  Buffer.from('data: {"text":"\xc3', 'latin1'),
  Buffer.from('\xa4"}\n\n', 'latin1'),
  Buffer.from('data: [DONE]\n\n'),
];

suite('recording and replay', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'left-context-recording-'));
  const file = path.join(folder, 'engine.jsonl.gz');
  let asked = 0;
  const engine = http.createServer((request, response) => {
    void (async () => {
      await bodyOf(request);
      if (request.url === '/count') return response.end(`asked ${++asked} times`);
      if (request.url !== '/stream') return response.writeHead(404, { 'x-secret': '1' }).end();
      response.writeHead(200, { 'content-type': 'text/event-stream', server: 'ours' });
      for (const piece of PIECES) {
        response.write(piece);
        await sleep(30);
      }
      response.end();
    })();
  });
  let proxy: RecordingProxy;

  suiteSetup(async () => {
    await once(engine.listen(0, '127.0.0.1'), 'listening');
    proxy = await RecordingProxy.start(`http://127.0.0.1:${(engine.address() as AddressInfo).port}`, file);
  });
  suiteTeardown(async () => {
    await stopServer(engine);
    rmSync(folder, { recursive: true });
  });

  test('an answer is replayed as it came, piece by piece', async () => {
    const live = await bodyOnTheWire(proxy.url, '/stream', '{"prompt":"ä"}');
    const count = async (url: string) => (await fetch(`${url}/count`)).text();
    const counts = [await count(proxy.url), await count(proxy.url)];
    const said = async () => (await post(proxy.url, '/count', 'once')).text();
    assert.equal(await said(), await said());
    const missing = await fetch(`${proxy.url}/missing`);
    const cut = new AbortController();
    const started = await fetch(`${proxy.url}/stream`, { method: 'POST', body: 'cut', signal: cut.signal });
    await started.body!.getReader().read();
    cut.abort();
    await sleep(20);
    await proxy.stop();
    assert.equal(readRecording(file).length, 6);

    const replay = await ReplayServer.start(file);
    try {
      const response = await post(replay.url, '/stream', '{"prompt":"ä"}');
      assert.deepEqual([response.status, response.headers.get('server')], [200, 'ours']);
      assert.deepEqual(Buffer.from(await response.arrayBuffer()), Buffer.concat(PIECES));
      assert.equal(await bodyOnTheWire(replay.url, '/stream', '{"prompt":"ä"}'), live);
      const lengths = PIECES.map(({ length }) => length.toString(16));
      assert.deepEqual(
        [...live.matchAll(/^([0-9a-f]+)\r$/gm)].map(([, length]) => length),
        [...lengths, '0'],
      );
      // The last answer is repeated.
      assert.deepEqual(
        [await count(replay.url), await count(replay.url), await count(replay.url)],
        [...counts, counts[1]],
      );
      assert.deepEqual([missing.status, (await fetch(`${replay.url}/missing`)).status], [404, 404]);
      const again = await fetch(`${replay.url}/stream`, { method: 'POST', body: 'cut' });
      assert.equal(again.status, 200);
      await again.body!.cancel();
    } finally {
      await replay.stop();
    }
    assert.deepEqual(replay.unknown, []);
  });

  test('a request that was not recorded is refused, and shown', async () => {
    const replay = await ReplayServer.start(file);
    try {
      const response = await post(replay.url, '/stream', '{"prompt":"b"}');
      assert.equal(response.status, NOT_RECORDED);
      assert.match(await response.text(), /POST \/stream.*prompt.*npm run test:engines -- --record/s);
      assert.equal(replay.unknown.length, 1);
    } finally {
      await replay.stop();
    }
  });

  test('answers that differ only in times and ids are kept once, and one that was cut only without a complete one', () => {
    const exchange = (id: string, isCut: boolean, body = ''): Exchange => ({
      method: 'POST',
      path: '/v1/completions',
      body,
      status: 200,
      headers: {},
      chunks: [`{"id":"${id}","created":17,"logprob":-0.${id.length}25}`],
      isCut,
    });
    const first = exchange('a', false);
    const other = exchange('a', true, 'other');
    assert.deepEqual(withoutRepetitions([exchange('b', true), first, exchange('ccc', false), other]), [first, other]);
  });
});

function post(url: string, route: string, body: string): Promise<Response> {
  return fetch(url + route, { method: 'POST', body });
}

/** An answer's body as it goes over the wire: each piece behind its length, whatever the network makes of them. */
async function bodyOnTheWire(url: string, route: string, body: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = net.connect(Number(port), hostname);
  const length = Buffer.byteLength(body);
  socket.write(
    `POST ${route} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n${body}`,
  );
  const bytes: Buffer[] = [];
  for await (const chunk of socket as AsyncIterable<Buffer>) bytes.push(chunk);
  return Buffer.concat(bytes).toString('latin1').split('\r\n\r\n').slice(1).join('\r\n\r\n');
}
