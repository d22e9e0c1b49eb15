import assert from 'node:assert/strict';
import { HubError } from '../../src/hub/hubError';
import { listRepository } from '../../src/hub/listFilesOnHub.node';
import { ProgressMeter, type DownloadProgress } from '../../src/hub/downloadProgressMeter';
import { retryAfter } from '../../src/hub/retryAfterHeader';
import * as faults from '../helpers/hubFaults';
import { checkComplete, downloadModel, hubOf, MODEL, neverAborted, NO_RETRIES } from '../helpers/hubDownloads';
import { hubSuite } from '../helpers/hubSuite';
import { LoopbackHub } from '../helpers/loopbackHub';

suite('Hub: requests', () => {
  const hub = hubSuite();
  const { newModel } = hub;

  suite('listRepository', () => {
    test('lists files, sizes and digests from all pages', async () => {
      const { id, revision } = newModel();
      hub.server.pageSize = 1;
      const repository = await listRepository(hubOf(hub.server), id, neverAborted);
      hub.server.pageSize = 1000;
      assert.equal(repository.revision, revision);
      assert.deepEqual(
        repository.files.map(({ path: name, size, digest }) => [name, size, Object.keys(digest)[0]]),
        Object.entries(MODEL).map(([name, file]) => [name, file.content.length, file.isLarge ? 'sha256' : 'gitSha1']),
      );
    });

    test('finds a renamed model under its old id', async () => {
      const { id, folder } = newModel();
      hub.server.rename(id, id.replace('owner', 'other'));
      await downloadModel(hubOf(hub.server), id, folder);
      await checkComplete(folder, MODEL);
    });

    test('stops reading a list without end', async () => {
      const { id } = newModel();
      const link = '<https://huggingface.co/api?cursor=1>; rel="next"';
      const emptyPage = faults.status(200, { link, 'content-length': '2' });
      hub.server.inject(id, 'tree', (plan) => ({ ...emptyPage(plan), body: Buffer.from('[]') }), 99);
      await assert.rejects(listRepository(hubOf(hub.server), id, neverAborted), /has no end/);
    });

    for (const id of ['gpt2', 'a/b/c', '../x', 'a/..', 'a/b?c', 'a/b#c', 'a\\b', '', 'a/b..c', 'https://a/b', '%2e/a'])
      test(`refuses the id ${JSON.stringify(id)}`, () =>
        assert.rejects(listRepository(hubOf(hub.server), id, neverAborted), /not the id of a model.*owner\/name/));

    for (const name of ['/etc/passwd', '../x', 'a/../b', 'a//b', './a', 'a\\b', 'C:/x', 'c:x', 'a\0b', 'a:stream', ''])
      test(`refuses the path ${JSON.stringify(name)}`, async () => {
        const { id } = newModel({ 'x.json': MODEL['config.json']!, [name]: MODEL['config.json']! });
        await assert.rejects(listRepository(hubOf(hub.server), id, neverAborted), /names a file .* not a path inside/);
      });
  });

  suite('errors', () => {
    const failsWith = (change: object, error: RegExp) => async () => {
      const retryPolicy = { ...NO_RETRIES, stallTimeout: 5_000 };
      await assert.rejects(
        listRepository(hubOf(hub.server, change), 'owner/name', neverAborted, retryPolicy),
        (thrown: Error) => {
          assert.match(thrown.message, error);
          assert.doesNotMatch(thrown.message, /hf_secret|hf_sécret/);
          return thrown instanceof HubError;
        },
      );
    };
    const failing = (code: string) => async () => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
    };
    test(
      'an endpoint that is not a URL',
      failsWith({ endpoint: 'huggingface' }, /not a URL.*https:\/\/huggingface\.co/),
    );
    test('an FTP endpoint', failsWith({ endpoint: 'ftp://hub/' }, /ftp:\/\/, not with https/));
    test(
      'an endpoint with a password',
      failsWith({ endpoint: 'https://me:hf_secret@hub/' }, /a user name or a password/),
    );
    test('a token with invalid characters', failsWith({ token: 'hf_sécret\n1' }, /characters that tokens never have/));
    test('an unknown host', failsWith({ fetch: failing('ENOTFOUND') }, /127\.0\.0\.1:\d+ was not found: .*offline/));
    test(
      'a name server that does not answer',
      failsWith({ fetch: failing('EAI_AGAIN') }, /was not found.*EAI_AGAIN.*proxy.*mirror/),
    );
    test(
      'an untrusted certificate',
      failsWith({ fetch: failing('SELF_SIGNED_CERT_IN_CHAIN') }, /no secure connection.*NODE_EXTRA_CA/),
    );
    test('a closed port', async () => {
      const stopped = await LoopbackHub.start();
      const { endpoint } = stopped;
      await stopped.stop();
      await failsWith({ endpoint }, /127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\).*http\.proxy.*mirror/)();
    });
    test('a server without TLS', async () => {
      await failsWith({ endpoint: hub.server.endpoint.replace('http:', 'https:') }, /no secure connection.*ERR_SSL/)();
    });
    test('a redirect from HTTPS to HTTP', () => {
      const fetch = async () => new Response(null, { status: 302, headers: { location: 'http://hub/x' } });
      return failsWith(
        { endpoint: 'https://hub/', fetch },
        /hub answered 302 with a redirect to hub without encryption/,
      )();
    });
    test('a proxy that requires a login', () => {
      const fetch = async () => new Response(null, { status: 407 });
      return failsWith({ endpoint: 'https://hub/', fetch }, /proxy of your network requires a login \(407\)/)();
    });
    test('a missing token', async () => {
      const { id } = newModel();
      hub.server.inject(id, 'revision', faults.status(401, { 'x-error-message': 'Access is restricted.' }));
      const listing = listRepository(hubOf(hub.server, { token: undefined }), id, neverAborted);
      await assert.rejects(
        listing,
        /none was sent.*accept the terms at .*\/settings\/tokens.*The hub says: Access is restr/,
      );
    });
    test('a listing that is aborted before or while it runs', async () => {
      const { id } = newModel();
      await assert.rejects(listRepository(hubOf(hub.server), id, AbortSignal.abort()), { name: 'AbortError' });
      const controller = new AbortController();
      hub.server.inject(id, 'tree', faults.stall(-1));
      hub.server.onRequest = ({ target }) => target === 'tree' && controller.abort();
      await assert.rejects(listRepository(hubOf(hub.server), id, controller.signal), { name: 'AbortError' });
      hub.server.onRequest = () => {};
    });
  });

  suite('delays and speed', () => {
    test('reads Retry-After in seconds or as a date, and the end of the RateLimit window', () => {
      const now = Date.parse('2026-01-01T00:00:00Z');
      const delay = (headers: Record<string, string>) => retryAfter(new Headers(headers), now);
      assert.equal(delay({ 'retry-after': '7' }), 7_000);
      assert.equal(delay({ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }), 30_000);
      assert.equal(delay({ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }), 0);
      assert.equal(delay({ ratelimit: '"resolvers";r=0;t=212' }), 212_000);
      assert.equal(delay({ ratelimit: '"resolvers";r=12;t=212', 'retry-after': 'soon' }), undefined);
    });

    test('smooths the speed, and reports ten times a second', () => {
      let now = 0;
      const reports: DownloadProgress[] = [];
      const meter = new ProgressMeter(
        10_000_000,
        (progress) => reports.push(progress),
        () => now,
      );
      meter.startFile('a');
      meter.startTransfer();
      for (; now < 5_000; now += 10) meter.addReceived(1_000);
      assert.ok(reports.length <= 51);
      assert.ok(reports.slice(0, 9).every(({ secondsLeft }) => secondsLeft === undefined));
      const steady = reports.at(-1)!;
      assert.ok(Math.abs(steady.bytesPerSecond - 100_000) < 3_000, String(steady.bytesPerSecond));
      assert.ok(Math.abs(steady.secondsLeft! - 95) < 4);
      for (; now < 6_000; now += 10) meter.addReceived(0);
      const { bytesPerSecond } = reports.at(-1)!;
      assert.ok(bytesPerSecond > 50_000 && bytesPerSecond < 90_000, String(bytesPerSecond));
    });
  });
});
