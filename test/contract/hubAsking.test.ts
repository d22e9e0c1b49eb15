import assert from 'node:assert/strict';
import { HubError } from '../../src/hub/hubError';
import { listRepository } from '../../src/hub/listRepository.node';
import { ProgressMeter, type DownloadProgress } from '../../src/hub/progressMeter';
import { retryAfter } from '../../src/hub/retryAfter';
import * as faults from '../helpers/hubFaults';
import { checkWhole, fetchModel, Folders, HASTY, hubOf, MODEL, never } from '../helpers/hubScene';
import { LoopbackHub, type Served } from '../helpers/loopbackHub';

suite('Hub: asking', () => {
  let server: LoopbackHub;
  let count = 0;
  const folders = new Folders();
  suiteSetup(async () => {
    server = await LoopbackHub.start();
  });
  suiteTeardown(async () => {
    await server.stop();
    folders.remove();
  });

  /** A new repository, and a folder for it. */
  function scene(files: Readonly<Record<string, Served>> = MODEL) {
    const id = `owner/model-${++count}`;
    return { id, revision: server.commit(id, files), folder: folders.next() };
  }

  suite('listRepository', () => {
    test('tells files, sizes and digests, over all pages', async () => {
      const { id, revision } = scene();
      server.pageSize = 1;
      const repository = await listRepository(hubOf(server), id, never);
      server.pageSize = 1000;
      assert.equal(repository.revision, revision);
      assert.deepEqual(
        repository.files.map(({ path: name, size, digest }) => [name, size, Object.keys(digest)[0]]),
        Object.entries(MODEL).map(([name, file]) => [name, file.content.length, file.isLarge ? 'sha256' : 'gitSha1']),
      );
    });

    test('follows a model to its new name', async () => {
      const { id, folder } = scene();
      server.rename(id, `other/${count}`);
      await fetchModel(hubOf(server), id, folder);
      await checkWhole(folder, MODEL);
    });

    test('a list without end is left', async () => {
      const { id } = scene();
      const link = '<https://huggingface.co/api?cursor=1>; rel="next"';
      const again = faults.status(200, { link, 'content-length': '2' });
      server.order(id, 'tree', (plan) => ({ ...again(plan), body: Buffer.from('[]') }), 99);
      await assert.rejects(listRepository(hubOf(server), id, never), /has no end/);
    });

    for (const id of ['gpt2', 'a/b/c', '../x', 'a/..', 'a/b?c', 'a/b#c', 'a\\b', '', 'a/b..c', 'https://a/b', '%2e/a'])
      test(`${id || 'nothing'} is no id`, () =>
        assert.rejects(listRepository(hubOf(server), id, never), /no id of a model.*owner\/name/));

    for (const name of ['/etc/passwd', '../x', 'a/../b', 'a//b', './a', 'a\\b', 'C:/x', 'c:x', 'a\0b', 'a:stream', ''])
      test(`${JSON.stringify(name)} is no path`, async () => {
        const { id } = scene({ 'x.json': MODEL['config.json']!, [name]: MODEL['config.json']! });
        await assert.rejects(listRepository(hubOf(server), id, never), /names a file .* not a path inside/);
      });
  });

  suite('what cannot be reached', () => {
    const refused = (change: object, error: RegExp) => async () => {
      const patience = { ...HASTY, stall: 5_000 };
      await assert.rejects(listRepository(hubOf(server, change), 'owner/name', never, patience), (thrown: Error) => {
        assert.match(thrown.message, error);
        assert.doesNotMatch(thrown.message, /hf_secret|hf_sécret/);
        return thrown instanceof HubError;
      });
    };
    const failing = (code: string) => async () => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
    };
    test('no URL', refused({ endpoint: 'huggingface' }, /no URL.*https:\/\/huggingface\.co/));
    test('not of the web', refused({ endpoint: 'ftp://hub/' }, /ftp:\/\/ is not one of the web/));
    test('a password', refused({ endpoint: 'https://me:hf_secret@hub/' }, /a user or a password/));
    test('a token of no token’s characters', refused({ token: 'hf_sécret\n1' }, /characters that no token has/));
    test(
      'a host that nobody knows',
      refused({ fetch: failing('ENOTFOUND') }, /127\.0\.0\.1:\d+ was not found: .*offline/),
    );
    test('no name server', refused({ fetch: failing('EAI_AGAIN') }, /was not found.*EAI_AGAIN.*proxy.*mirror/));
    test(
      'a certificate',
      refused({ fetch: failing('SELF_SIGNED_CERT_IN_CHAIN') }, /no secure connection.*NODE_EXTRA_CA/),
    );
    test('a port where nobody is', async () => {
      const gone = await LoopbackHub.start();
      const { endpoint } = gone;
      await gone.stop();
      await refused({ endpoint }, /127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\).*http\.proxy.*mirror/)();
    });
    test('no TLS where it should be', async () => {
      await refused({ endpoint: server.endpoint.replace('http:', 'https:') }, /no secure connection.*ERR_SSL/)();
    });
    test('a way back to no encryption', () => {
      const fetch = async () => new Response(null, { status: 302, headers: { location: 'http://hub/x' } });
      return refused({ endpoint: 'https://hub/', fetch }, /hub answered 302 and sends us to hub without encryption/)();
    });
    test('a proxy that wants a login', () => {
      const fetch = async () => new Response(null, { status: 407 });
      return refused({ endpoint: 'https://hub/', fetch }, /proxy of your network wants a login \(407\)/)();
    });
    test('no token where one is wanted', async () => {
      const { id } = scene();
      server.order(id, 'revision', faults.status(401, { 'x-error-message': 'Access is restricted.' }));
      const asked = listRepository(hubOf(server, { token: undefined }), id, never);
      await assert.rejects(
        asked,
        /none was sent.*accept the terms at .*\/settings\/tokens.*The hub says: Access is restr/,
      );
    });
    test('a call that is aborted before it begins, or while it waits', async () => {
      const { id } = scene();
      await assert.rejects(listRepository(hubOf(server), id, AbortSignal.abort()), { name: 'AbortError' });
      const controller = new AbortController();
      server.order(id, 'tree', faults.stall(-1));
      server.onRequest = ({ target }) => target === 'tree' && controller.abort();
      await assert.rejects(listRepository(hubOf(server), id, controller.signal), { name: 'AbortError' });
      server.onRequest = () => {};
    });
  });

  suite('times', () => {
    test('Retry-After is seconds, a date, or the end of the hub’s window', () => {
      const now = Date.parse('2026-01-01T00:00:00Z');
      const wait = (headers: Record<string, string>) => retryAfter(new Headers(headers), now);
      assert.equal(wait({ 'retry-after': '7' }), 7_000);
      assert.equal(wait({ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }), 30_000);
      assert.equal(wait({ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }), 0);
      assert.equal(wait({ ratelimit: '"resolvers";r=0;t=212' }), 212_000);
      assert.equal(wait({ ratelimit: '"resolvers";r=12;t=212', 'retry-after': 'soon' }), undefined);
    });

    test('speed follows what comes, smoothly, and reports come ten times a second', () => {
      let now = 0;
      const seen: DownloadProgress[] = [];
      const meter = new ProgressMeter(
        10_000_000,
        (progress) => seen.push(progress),
        () => now,
      );
      meter.turnTo('a');
      meter.begin();
      for (; now < 5_000; now += 10) meter.came(1_000);
      assert.ok(seen.length <= 51);
      assert.ok(seen.slice(0, 9).every(({ secondsLeft }) => secondsLeft === undefined));
      const steady = seen.at(-1)!;
      assert.ok(Math.abs(steady.bytesPerSecond - 100_000) < 3_000, String(steady.bytesPerSecond));
      assert.ok(Math.abs(steady.secondsLeft! - 95) < 4);
      for (; now < 6_000; now += 10) meter.came(0);
      const { bytesPerSecond } = seen.at(-1)!;
      assert.ok(bytesPerSecond > 50_000 && bytesPerSecond < 90_000, String(bytesPerSecond));
    });
  });
});
