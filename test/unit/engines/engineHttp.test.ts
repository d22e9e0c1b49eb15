import assert from 'node:assert/strict';
import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EngineError } from '../../../src/engines/engineError';
import { EngineHttp } from '../../../src/engines/http/engineHttp';

const never = new AbortController().signal;
const PATIENCE = { firstMs: 5_000, nextMs: 5_000 };

suite('requests to an engine', () => {
  const servers: Server[] = [];
  teardown(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });

  /** Starts a server on loopback. Returns its address. */
  async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
    const server = http.createServer(answer);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
    serve((_, response) => response.writeHead(status, headers).end(body));

  const get = async (url: string, key?: string) => new EngineHttp(url, { key }).getJson('/x', never);

  async function eventsOf(url: string, signal = never, patience = PATIENCE): Promise<unknown[]> {
    const events: unknown[] = [];
    for await (const event of new EngineHttp(url, {}).postForEvents('/x', {}, signal, patience)) events.push(event);
    return events;
  }

  const failsWith = (kind: EngineError['kind'], message: RegExp) => (error: unknown) => {
    assert.ok(error instanceof EngineError, String(error));
    assert.equal(error.kind, kind, error.message);
    assert.match(error.message, message);
    return true;
  };

  test('a status becomes a sentence of what happened and what to do', async () => {
    const cases: [number, string, EngineError['kind'], RegExp][] = [
      [401, '{"error": "Unauthorized"}', 'key', /requires a key \(401\).*Set it.*says: Unauthorized/],
      [401, '{"error": {"message": "Invalid API Key", "type": "authentication_error"}}', 'key', /Invalid API Key/],
      [403, '{"detail": "Forbidden"}', 'key', /Forbidden/],
      [
        404,
        '{"error":{"message":"The model `x` does not exist.","type":"NotFoundError"}}',
        'model',
        /no longer has this model/,
      ],
      [404, '{"detail":"Not Found"}', 'answer', /has no \/x \(404\)/],
      [400, '{"error":{"message":"too long","param":"input_tokens"}}', 'too long', /Shorten it/],
      [
        400,
        '{"error":{"type":"exceed_context_size_error","n_prompt_tokens":900,"n_ctx":512}}',
        'too long',
        /900 tokens, and 512 fit/,
      ],
      [400, '{"error":{"code":"context_length_exceeded"}}', 'too long', /too long/],
      [413, '', 'too long', /Shorten it/],
      [429, '', 'busy', /too many requests/],
      [503, '{"error":{"message":"Loading model"}}', 'busy', /starting or overloaded.*Loading model/],
      [500, '<html>', 'failed', /failed \(500\)\. Look at/],
      [418, '', 'answer', /refuses the request/],
    ];
    for (const [status, body, kind, message] of cases)
      await assert.rejects(get(await answering(status, body)), failsWith(kind, message), `${status} ${body}`);
  });

  test('what an engine says is cut', async () => {
    const url = await answering(500, JSON.stringify({ error: { message: `long ${'x'.repeat(9_000)}` } }));
    await assert.rejects(get(url), (error: Error) => error.message.length < 400);
  });

  test('asks again when the engine says', async () => {
    const after = async (value: string) => {
      const url = await answering(429, '', { 'retry-after': value });
      return get(url).then(
        () => assert.fail(),
        (error: EngineError) => error.retryAfter,
      );
    };
    assert.equal(await after('7'), 7_000);
    const date = await after(new Date(Date.now() + 60_000).toUTCString());
    assert.ok(date! > 50_000 && date! <= 60_000, String(date));
    assert.equal(await after('soon'), undefined);
  });

  test('text that is no JSON is refused, and a page is called a page', async () => {
    await assert.rejects(get(await answering(200, '{"a":')), failsWith('answer', /no JSON/));
    await assert.rejects(
      get(await answering(200, '<!DOCTYPE html><p>Log in')),
      failsWith('answer', /a web page.*login page/),
    );
  });

  test('a redirect within the address is followed with all that was sent, another one is refused', async () => {
    const elsewhere: string[] = [];
    const other = await serve((request, response) => {
      elsewhere.push(request.headers.authorization ?? 'no key');
      response.end('{}');
    });
    let seen = '';
    const url = await serve((request, response) => {
      if (request.url === '/x') response.writeHead(307, { location: '/y' }).end();
      else if (request.url === '/away') response.writeHead(307, { location: `${other}/x` }).end();
      else if (request.url === '/see') response.writeHead(303, { location: '/y' }).end();
      else if (request.url === '/loop') response.writeHead(308, { location: '/loop' }).end();
      else {
        request.on('data', (data) => (seen += String(data)));
        request.on('end', () => response.end(JSON.stringify({ key: request.headers.authorization })));
      }
    });
    const engine = new EngineHttp(url, { key: 'secret' });
    assert.deepEqual(await engine.postJson('/x', { a: 1 }, never), { key: 'Bearer secret' });
    assert.equal(seen, '{"a":1}');
    await assert.rejects(
      engine.postJson('/away', { a: 1 }, never),
      failsWith('answer', /redirects to http.*only to the address/),
    );
    await assert.rejects(engine.postJson('/see', { a: 1 }, never), failsWith('answer', /another method/));
    await assert.rejects(engine.postJson('/loop', { a: 1 }, never), failsWith('answer', /again and again/));
    assert.deepEqual(elsewhere, []);
  });

  test('nobody there, an unknown host and a broken connection are told apart', async () => {
    const closed = await answering(200, '{}');
    servers.pop()!.close();
    await assert.rejects(get(closed), failsWith('unreachable', /Nothing answers at 127\.0\.0\.1:\d+ .*Start/));
    await assert.rejects(get('http://nobody.invalid'), failsWith('unreachable', /was not found/));
    let requests = 0;
    const url = await serve((request) => {
      requests++;
      request.socket.destroy();
    });
    await assert.rejects(get(url), failsWith('unreachable', /broke/));
    assert.equal(requests, 2);
  });

  test('a connection that a server closed while it was idle is opened again', async () => {
    let requests = 0;
    const url = await serve((request, response) => {
      requests++;
      if (requests === 2) request.socket.destroy();
      else response.end('{"ok":true}');
    });
    await get(url);
    assert.deepEqual(await get(url), { ok: true });
    assert.equal(requests, 3);
  });

  test('reads events in pieces, with comments and either line end, up to [DONE]', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      const whole = Buffer.from(
        ': hello\r\n\r\nevent: x\r\ndata: {"a": "é"}\r\n\r\ndata:{"b":2}\n\ndata: [DONE]\n\ndata: {"c":3}\n\n',
      );
      let at = 0;
      const next = () => {
        if (at >= whole.length) return response.end();
        response.write(whole.subarray(at, (at += 3)));
        return setImmediate(next);
      };
      next();
    });
    assert.deepEqual(await eventsOf(url), [{ a: 'é' }, { b: 2 }]);
    assert.deepEqual(await eventsOf(await answering(200, '{"a":1}\n{"b":2}\n{"c":3}')), [{ a: 1 }, { b: 2 }, { c: 3 }]);
  });

  test('an error in the middle, half an event, an endless line and an endless stream end the answer', async () => {
    const events = (body: string) => answering(200, body, { 'content-type': 'text/event-stream' });
    await assert.rejects(
      eventsOf(await events('data: {"a":1}\n\ndata: {"error":{"message":"out of memory"}}\n\n')),
      failsWith('failed', /in the middle.*out of memory/),
    );
    await assert.rejects(eventsOf(await events('data: {"a":1}\n\ndata: {"b"')), failsWith('answer', /no whole JSON/));
    await assert.rejects(
      eventsOf(await events(`data: ${'x'.repeat(2 ** 21)}`)),
      failsWith('answer', /line without an end/),
    );
    const endless = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const more = () => {
        while (!response.destroyed && response.write(`data: {"a":"${'x'.repeat(60_000)}"}\n\n`));
      };
      response.on('drain', more);
      more();
    });
    await assert.rejects(eventsOf(endless), failsWith('answer', /more than 16 MB/));
  });

  test('gives up when nothing comes for too long, at first or later', async () => {
    const silent = await serve(() => undefined);
    await assert.rejects(
      eventsOf(silent, never, { firstMs: 50, nextMs: 5_000 }),
      failsWith('slow', /nothing for 0\.05 seconds/),
    );
    const stalls = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"a":1}\n\n');
    });
    await assert.rejects(
      eventsOf(stalls, never, { firstMs: 5_000, nextMs: 50 }),
      failsWith('slow', /nothing for 0\.05/),
    );
  });

  test('closes the connection when aborted, and when nobody reads on', async () => {
    let closed = 0;
    const url = await serve((_, response) => {
      response.on('close', () => closed++);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"a":1}\n\n');
    });
    const controller = new AbortController();
    const running = eventsOf(url, controller.signal);
    setTimeout(() => controller.abort(), 50);
    await assert.rejects(running, { name: 'AbortError' });
    for await (const event of new EngineHttp(url, {}).postForEvents('/x', {}, never, PATIENCE)) {
      assert.deepEqual(event, { a: 1 });
      break;
    }
    for (let tries = 0; closed < 2 && tries < 100; tries++) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(closed, 2);
  });

  test('sends what is no text as the sign for that', async () => {
    let seen = '';
    const url = await serve((request, response) => {
      request.on('data', (data) => (seen += String(data)));
      request.on('end', () => response.end('{}'));
    });
    await new EngineHttp(url, {}).postJson('/x', { prompt: 'a\ud83d b', ids: [1] }, never);
    assert.deepEqual(JSON.parse(seen), { prompt: 'a\ufffd b', ids: [1] });
  });
});
