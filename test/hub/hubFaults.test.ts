import type { RetryPolicy } from '../../src/hub/downloadTimeoutsAndRetries';
import { FaultRuns, type FaultRun } from '../helpers/faultRuns';
import { NO_RETRIES, LARGE_FILE, QUICK_RETRIES, sizeOf } from '../helpers/hubDownloads';
import * as faults from '../helpers/hubFaults';
import type { Fault } from '../helpers/hubResponse';

const SMALL_FILE = 'config.json';

suite('Hub: faults', () => {
  let faultRuns: FaultRuns;
  suiteSetup(async () => {
    faultRuns = await FaultRuns.start();
  });
  suiteTeardown(async () => {
    console.log(`      ${faultRuns.count} fault runs`);
    await faultRuns.stop();
  });

  function matrix(name: string, runs: readonly FaultRun[]): void {
    test(`${name} (${runs.length})`, () => faultRuns.runAll(runs)).timeout(120_000);
  }

  /** Repeats runs for a small and a large file, each from the start and resumed. */
  function forEachFile(
    runs: (file: string, isResumed: boolean) => readonly Omit<FaultRun, 'target' | 'isResumed'>[],
    files = [SMALL_FILE, LARGE_FILE],
  ): FaultRun[] {
    return files.flatMap((file) =>
      [false, true].flatMap((isResumed) =>
        runs(file, isResumed).map((run) => {
          const name = `${run.name}, ${file}${isResumed ? ', resumed' : ''}`;
          return { ...run, name, target: file, isResumed };
        }),
      ),
    );
  }

  const tenths = Array.from({ length: 10 }, (_, tenth) => tenth / 10);
  matrix(
    'resumes after a broken connection',
    forEachFile((file) => [
      ...tenths.map((share) => ({ name: `cut at ${share}`, fault: faults.cut(share * sizeOf(file)), times: 1 })),
      { name: 'cut before the last byte', fault: faults.cut(sizeOf(file) - 1), times: 1 },
      { name: 'cut before a response', fault: faults.cut(-1), times: 1 },
      { name: 'cut before a response, always', fault: faults.cut(-1), times: 99, error: /127\.0\.0\.1.*tried 6 times/ },
      {
        name: 'cut at the same place, always',
        fault: faults.cut(sizeOf(file) / 2),
        times: 99,
        error: /tried \d+ times/,
      },
      { name: 'cut at every tenth', fault: cutAtTenths(file), times: 99 },
    ]),
  );

  const temporary = [408, 429, 500, 502, 503, 504];
  matrix(
    'retries a few times when the server is busy',
    forEachFile((file) =>
      temporary.flatMap((code) => [
        { name: `${code} once`, fault: faults.status(code), times: 1, from: 'hub' as const },
        {
          name: `${code} always`,
          fault: faults.status(code),
          times: 99,
          error: RegExp(`127.0.0.1:\\d+ cannot send ${file} of .*${code}.*Try again.*6 times`),
        },
      ]),
    ),
  );

  const pastDate = new Date(Date.now() - 5_000).toUTCString();
  matrix(
    'waits as long as the server asks',
    forEachFile(() => [
      { name: 'seconds', fault: faults.status(429, { 'retry-after': '1' }), times: 2 },
      { name: 'an hour, more than the longest delay', fault: faults.status(503, { 'retry-after': '3600' }), times: 1 },
      { name: 'a date', fault: faults.status(429, { 'retry-after': pastDate }), times: 1 },
      { name: 'an invalid value', fault: faults.status(429, { 'retry-after': 'later' }), times: 1 },
      { name: 'the end of a RateLimit window', fault: faults.status(429, { ratelimit: '"api";r=0;t=30' }), times: 1 },
    ]),
  );

  const permanent: Record<number, RegExp> = {
    400: /answered 400 to the request for/,
    401: /token that was sent.*\(401\).*settings\/tokens/,
    403: /token that was sent.*\(403\).*accept the terms at http/,
    404: /has no .* of owner\/model-\d+ at revision [0-9a-f]{8} \(404\)/,
    410: /\(410\).*Choose it again/,
    451: /answered 451/,
  };
  matrix(
    'reports a refusal without retries',
    forEachFile(() =>
      Object.entries(permanent).map(([code, error]) => ({
        name: code,
        fault: faults.status(Number(code)),
        times: 1,
        from: 'hub' as const,
        error,
      })),
    ),
  );
  matrix(
    'retries when the second origin refuses',
    forEachFile(
      () =>
        [401, 403, 404, 500, 503].flatMap((code) => [
          { name: `${code} once`, fault: faults.status(code), times: 1 },
          {
            name: `${code} always`,
            fault: faults.status(code),
            times: 99,
            error: RegExp(`127.0.0.1:\\d+.*${code}.*6 times`),
          },
        ]),
      [LARGE_FILE],
    ),
  );

  matrix(
    'discards wrong bytes and requests them once more',
    forEachFile((file, isResumed) =>
      [0, 0.25, 0.75, 1].flatMap((share) => {
        const at = Math.min(share * sizeOf(file), sizeOf(file) - 1);
        const flipped = { name: `bit flipped at ${share}`, fault: faults.flip(at) };
        const error = isResumed && share < 0.5 ? undefined : /twice with other content.*hash/;
        return [
          { ...flipped, times: 1 },
          { ...flipped, name: `${flipped.name}, always`, times: 99, error },
        ];
      }),
    ),
  );

  matrix(
    'detects a wrong length',
    forEachFile((file) => [
      { name: 'claims more', fault: faults.claim(100), times: 1 },
      {
        name: 'claims more, always',
        fault: faults.claim(100),
        times: 99,
        error: /twice with other content.*announced/,
      },
      { name: 'claims less', fault: faults.claim(-100), times: 1 },
      {
        name: 'claims less, always',
        fault: faults.claim(-100),
        times: 99,
        error: /twice with other content.*announced/,
      },
      { name: 'more', fault: faults.length(9, true), times: 1 },
      { name: 'more, always', fault: faults.length(9, true), times: 99, error: /twice with other content/ },
      { name: 'less', fault: faults.length(-9, true), times: 1 },
      { name: 'less, always', fault: faults.length(-9, true), times: 99, error: /twice with other content/ },
      { name: 'more, without a length', fault: faults.length(9, false), times: 1 },
      {
        name: 'more, without a length, always',
        fault: faults.length(9, false),
        times: 99,
        error: /twice with other content.*more than/,
      },
      { name: 'less, without a length', fault: faults.length(-9, false), times: 1 },
      {
        name: 'less, without a length, always',
        fault: faults.length(-9, false),
        times: 99,
        error: RegExp(`ended ${file} after ${sizeOf(file) - 9} of ${sizeOf(file)} bytes|twice with other content.*416`),
      },
      { name: 'without a length', fault: faults.length(0, false), times: 99 },
    ]),
  );

  const ranges: Record<string, Fault> = {
    'one byte too late': faults.range((start, size) => `bytes ${start + 1}-${size - 1}/${size}`),
    'one byte too early': faults.range((start, size) => `bytes ${start - 1}-${size - 1}/${size}`),
    'that ends too early': faults.range((start, size) => `bytes ${start}-${size - 2}/${size}`),
    'of a longer file': faults.range((start, size) => `bytes ${start}-${size - 1}/${size + 1}`),
    missing: faults.range(() => undefined),
    invalid: faults.range(() => 'all of it'),
    ignored: faults.wholeFile,
    'of another version': faults.otherVersion,
  };
  matrix(
    'does not append a range that it did not request',
    forEachFile(() =>
      Object.entries(ranges).flatMap(([name, fault]) => [
        { name: `range ${name}`, fault, times: 1 },
        { name: `range ${name}, always`, fault, times: 99 },
      ]),
    ),
  );
  matrix(
    'starts over when the server says that the file is shorter',
    forEachFile(() => [
      { name: '416', fault: faults.status(416), times: 1 },
      { name: '416 always', fault: faults.status(416), times: 99, error: /twice with other content.*416/ },
    ]),
  );

  matrix(
    'follows valid redirects',
    forEachFile(() => [
      {
        name: 'a circle',
        fault: faults.redirect(({ request }) => request.url),
        times: 99,
        error: /redirected more than 5 times/,
      },
      { name: 'without an address', fault: faults.redirect(), times: 1, error: /302 with no address/ },
      {
        name: 'to another protocol',
        fault: faults.redirect(() => 'file:///etc/passwd'),
        times: 1,
        error: /redirect to file:/,
      },
      {
        name: 'to an invalid address',
        fault: faults.redirect(() => 'http://['),
        times: 1,
        error: /302 with no address/,
      },
      { name: 'relative', fault: faults.redirect(({ request }) => request.url, 307), times: 1, from: 'hub' as const },
      { name: 'permanent', fault: faults.redirect(({ request }) => request.url, 308), times: 1, from: 'hub' as const },
      { name: 'four times', fault: faults.redirect(({ request }) => request.url, 301), times: 4, from: 'hub' as const },
    ]),
  );

  matrix(
    'does not take a login page for a file',
    forEachFile(() => [
      { name: 'login page', fault: faults.loginPage, times: 1, from: 'hub' as const, error: /web page.*browser/ },
      { name: 'login page instead of the bytes', fault: faults.loginPage, times: 1, error: /web page.*browser/ },
    ]),
  );

  const shortTimeout: RetryPolicy = { ...QUICK_RETRIES, stallTimeout: 400 };
  matrix(
    'closes a connection that has stalled',
    forEachFile((file) => [
      ...[-1, 0, sizeOf(file) / 2, sizeOf(file) - 1].map((at) => ({
        name: `stall at ${at}`,
        fault: faults.stall(at),
        times: 1,
        retryPolicy: shortTimeout,
      })),
      {
        name: 'stall always',
        fault: faults.stall(sizeOf(file) - 1),
        times: 99,
        retryPolicy: { ...NO_RETRIES, stallTimeout: 400 },
        error: /127\.0\.0\.1.*has sent nothing for 0\.4 seconds/,
      },
    ]),
  );
  matrix(
    'keeps a slow connection',
    forEachFile((file) => [
      {
        name: 'drip',
        fault: faults.drip(sizeOf(file) / 60, 40),
        times: 1,
        retryPolicy: { ...NO_RETRIES, stallTimeout: 2_000 },
      },
    ]),
  );

  const listFaults: [name: string, fault: Fault, error: RegExp, isTemporary: boolean][] = [
    ['damaged JSON', faults.body('{"sha": "12'), /invalid JSON/, false],
    ['no JSON', faults.body('sorry'), /invalid JSON/, false],
    ['nothing', faults.body(''), /invalid JSON/, false],
    ['a number', faults.body('7'), /does not answer like a hub/, false],
    ['null', faults.body('null'), /does not answer like a hub/, false],
    ['other fields', faults.body('{"name": "x"}'), /does not answer like a hub/, false],
    ['entries without fields', faults.body('[{}]'), /does not answer like a hub/, false],
    ['a file without hash', faults.body('[{"type":"file","path":"a","size":1}]'), /does not answer like a hub/, false],
    ['a login page', faults.loginPage, /web page.*browser/, false],
    ['401', faults.status(401), /token that was sent/, false],
    ['403', faults.status(403), /token that was sent/, false],
    ['404', faults.status(404), /has no model owner\/model-\d+ \(404\)/, false],
    ['a circle', faults.redirect(({ request }) => request.url), /redirected more than 5 times/, false],
    ['429', faults.status(429, { 'retry-after': '1' }), /429.*6 times/, true],
    ['500', faults.status(500), /500.*6 times/, true],
    ['503', faults.status(503), /503.*6 times/, true],
    ['a broken connection', faults.cut(20), /connection to 127.* broke.*6 times/, true],
    ['a connection broken before a response', faults.cut(-1), /connection to 127.* broke.*6 times/, true],
  ];
  matrix(
    'reports or retries faults in the list of files',
    ['revision', 'tree'].flatMap((target) =>
      listFaults.flatMap(([name, fault, error, isTemporary]) => [
        { name: `${target}: ${name}, always`, target, fault, times: 99, isResumed: false, error },
        ...(isTemporary ? [{ name: `${target}: ${name}, once`, target, fault, times: 1, isResumed: false }] : []),
      ]),
    ),
  );

  /** Cuts a file nine times, a tenth further each time. */
  function cutAtTenths(file: string): Fault {
    return (plan) => {
      const next = tenths.find((share) => Math.round(share * sizeOf(file)) > plan.start);
      return next === undefined ? plan : faults.cut(Math.round(next * sizeOf(file)))(plan);
    };
  }
});
