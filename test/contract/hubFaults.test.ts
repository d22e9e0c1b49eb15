import type { RetryPolicy } from '../../src/hub/retryPolicy';
import { FaultRuns, sizeOf, type FaultRun } from '../helpers/faultRuns';
import type { Fault } from '../helpers/hubAnswer';
import * as faults from '../helpers/hubFaults';
import { HASTY, QUICK } from '../helpers/hubScene';

const SMALL = 'config.json';
const LARGE = 'onnx/model.onnx';

suite('Hub: faults', () => {
  let player: FaultRuns;
  suiteSetup(async () => {
    player = await FaultRuns.start();
  });
  suiteTeardown(async () => {
    console.log(`      ${player.count} fault runs`);
    await player.stop();
  });

  function matrix(name: string, runs: readonly FaultRun[]): void {
    test(`${name} (${runs.length})`, () => player.play(runs)).timeout(120_000);
  }

  /** The same for small and large files, begun and resumed. */
  function everywhere(
    runs: (file: string, isResumed: boolean) => readonly Omit<FaultRun, 'target' | 'isResumed'>[],
    files = [SMALL, LARGE],
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
    'the connection is cut, and goes on where it was',
    everywhere((file) => [
      ...tenths.map((share) => ({ name: `cut at ${share}`, fault: faults.cut(share * sizeOf(file)), times: 1 })),
      { name: 'cut before the last byte', fault: faults.cut(sizeOf(file) - 1), times: 1 },
      { name: 'cut before an answer', fault: faults.cut(-1), times: 1 },
      { name: 'cut before an answer, always', fault: faults.cut(-1), times: 99, error: /127\.0\.0\.1.*tried 6 times/ },
      {
        name: 'cut at the same place, always',
        fault: faults.cut(sizeOf(file) / 2),
        times: 99,
        error: /tried \d+ times/,
      },
      { name: 'cut at every tenth', fault: cutAtTenths(file), times: 99 },
    ]),
  );

  const passing = [408, 429, 500, 502, 503, 504];
  matrix(
    'a server that is busy is asked again, a few times',
    everywhere((file) =>
      passing.flatMap((code) => [
        { name: `${code} once`, fault: faults.status(code), times: 1, from: 'hub' as const },
        {
          name: `${code} always`,
          fault: faults.status(code),
          times: 99,
          error: RegExp(`127.0.0.1:\\d+ does not give ${file} of .*${code}.*Try again.*6 times`),
        },
      ]),
    ),
  );

  const soon = new Date(Date.now() - 5_000).toUTCString();
  matrix(
    'a wish to wait is heard',
    everywhere(() => [
      { name: 'seconds', fault: faults.status(429, { 'retry-after': '1' }), times: 2 },
      { name: 'an hour, which is too long', fault: faults.status(503, { 'retry-after': '3600' }), times: 1 },
      { name: 'a date', fault: faults.status(429, { 'retry-after': soon }), times: 1 },
      { name: 'nonsense', fault: faults.status(429, { 'retry-after': 'later' }), times: 1 },
      { name: 'the end of a window', fault: faults.status(429, { ratelimit: '"api";r=0;t=30' }), times: 1 },
    ]),
  );

  const lasting: Record<number, RegExp> = {
    400: /answered 400 when asked for/,
    401: /token that was sent.*\(401\).*settings\/tokens/,
    403: /token that was sent.*\(403\).*accept the terms at http/,
    404: /has no .* of owner\/model-\d+ at revision [0-9a-f]{8} \(404\)/,
    410: /\(410\).*Choose it anew/,
    451: /answered 451/,
  };
  matrix(
    'a refusal is told at once',
    everywhere(() =>
      Object.entries(lasting).map(([code, error]) => ({
        name: code,
        fault: faults.status(Number(code)),
        times: 1,
        from: 'hub' as const,
        error,
      })),
    ),
  );
  matrix(
    'a refusal of the second origin is none of the hub’s',
    everywhere(
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
      [LARGE],
    ),
  );

  matrix(
    'wrong bytes are thrown away and asked for once more',
    everywhere((file, isResumed) =>
      [0, 0.25, 0.75, 1].flatMap((share) => {
        const at = Math.min(share * sizeOf(file), sizeOf(file) - 1);
        const wrong = { name: `bit flipped at ${share}`, fault: faults.flip(at) };
        const error = isResumed && share < 0.5 ? undefined : /came twice.*hash/;
        return [
          { ...wrong, times: 1 },
          { ...wrong, name: `${wrong.name}, always`, times: 99, error },
        ];
      }),
    ),
  );

  matrix(
    'a wrong length is found out',
    everywhere((file) => [
      { name: 'claims more', fault: faults.claim(100), times: 1 },
      { name: 'claims more, always', fault: faults.claim(100), times: 99, error: /came twice.*said to have/ },
      { name: 'claims less', fault: faults.claim(-100), times: 1 },
      { name: 'claims less, always', fault: faults.claim(-100), times: 99, error: /came twice.*said to have/ },
      { name: 'more', fault: faults.length(9, true), times: 1 },
      { name: 'more, always', fault: faults.length(9, true), times: 99, error: /came twice/ },
      { name: 'less', fault: faults.length(-9, true), times: 1 },
      { name: 'less, always', fault: faults.length(-9, true), times: 99, error: /came twice/ },
      { name: 'more, unsaid', fault: faults.length(9, false), times: 1 },
      { name: 'more, unsaid, always', fault: faults.length(9, false), times: 99, error: /came twice.*more than/ },
      { name: 'less, unsaid', fault: faults.length(-9, false), times: 1 },
      {
        name: 'less, unsaid, always',
        fault: faults.length(-9, false),
        times: 99,
        error: RegExp(`ended ${file} after ${sizeOf(file) - 9} of ${sizeOf(file)} bytes|came twice.*416`),
      },
      { name: 'unsaid', fault: faults.length(0, false), times: 99 },
    ]),
  );

  const ranges: Record<string, Fault> = {
    'one byte late': faults.range((start, size) => `bytes ${start + 1}-${size - 1}/${size}`),
    'one byte early': faults.range((start, size) => `bytes ${start - 1}-${size - 1}/${size}`),
    'not to the end': faults.range((start, size) => `bytes ${start}-${size - 2}/${size}`),
    'of a longer file': faults.range((start, size) => `bytes ${start}-${size - 1}/${size + 1}`),
    missing: faults.range(() => undefined),
    nonsense: faults.range(() => 'all of it'),
    ignored: faults.wholeFile,
    'of another version': faults.otherVersion,
  };
  matrix(
    'a part that was not asked for is not put at the end of the others',
    everywhere(() =>
      Object.entries(ranges).flatMap(([name, fault]) => [
        { name: `range ${name}`, fault, times: 1 },
        { name: `range ${name}, always`, fault, times: 99 },
      ]),
    ),
  );
  matrix(
    'a file that is said to be shorter is begun anew',
    everywhere(() => [
      { name: '416', fault: faults.status(416), times: 1 },
      { name: '416 always', fault: faults.status(416), times: 99, error: /came twice.*416/ },
    ]),
  );

  matrix(
    'redirects are followed as far as they lead somewhere',
    everywhere(() => [
      { name: 'a circle', fault: faults.redirect(({ seen }) => seen.url), times: 99, error: /round in circles/ },
      { name: 'to nowhere', fault: faults.redirect(), times: 1, error: /302 and no address/ },
      {
        name: 'out of the web',
        fault: faults.redirect(() => 'file:///etc/passwd'),
        times: 1,
        error: /address of file:/,
      },
      { name: 'no address', fault: faults.redirect(() => 'http://['), times: 1, error: /302 and no address/ },
      { name: 'relative', fault: faults.redirect(({ seen }) => seen.url, 307), times: 1, from: 'hub' as const },
      { name: 'permanent', fault: faults.redirect(({ seen }) => seen.url, 308), times: 1, from: 'hub' as const },
      { name: 'four times', fault: faults.redirect(({ seen }) => seen.url, 301), times: 4, from: 'hub' as const },
    ]),
  );

  matrix(
    'a login page is not taken for a file',
    everywhere(() => [
      { name: 'login page', fault: faults.loginPage, times: 1, from: 'hub' as const, error: /web page.*browser/ },
      { name: 'login page instead of the bytes', fault: faults.loginPage, times: 1, error: /web page.*browser/ },
    ]),
  );

  const impatient: RetryPolicy = { ...QUICK, stall: 400 };
  matrix(
    'a connection that stands still is given up',
    everywhere((file) => [
      ...[-1, 0, sizeOf(file) / 2, sizeOf(file) - 1].map((at) => ({
        name: `stall at ${at}`,
        fault: faults.stall(at),
        times: 1,
        patience: impatient,
      })),
      {
        name: 'stall always',
        fault: faults.stall(sizeOf(file) - 1),
        times: 99,
        patience: { ...HASTY, stall: 400 },
        error: /127\.0\.0\.1.*has sent nothing for 0\.4 seconds/,
      },
    ]),
  );
  matrix(
    'a slow connection is not one that stands still',
    everywhere((file) => [
      { name: 'drip', fault: faults.drip(sizeOf(file) / 60, 40), times: 1, patience: { ...HASTY, stall: 2_000 } },
    ]),
  );

  const answers: [name: string, fault: Fault, lastingError: RegExp, isPassing: boolean][] = [
    ['damaged JSON', faults.says('{"sha": "12'), /JSON that is damaged/, false],
    ['no JSON', faults.says('sorry'), /JSON that is damaged/, false],
    ['nothing', faults.says(''), /JSON that is damaged/, false],
    ['a number', faults.says('7'), /does not answer as a hub does/, false],
    ['null', faults.says('null'), /does not answer as a hub does/, false],
    ['other fields', faults.says('{"name": "x"}'), /does not answer as a hub does/, false],
    ['entries without fields', faults.says('[{}]'), /does not answer as a hub does/, false],
    ['a file without hash', faults.says('[{"type":"file","path":"a","size":1}]'), /does not answer as a hub/, false],
    ['a login page', faults.loginPage, /web page.*browser/, false],
    ['401', faults.status(401), /token that was sent/, false],
    ['403', faults.status(403), /token that was sent/, false],
    ['404', faults.status(404), /has no model owner\/model-\d+ \(404\)/, false],
    ['a circle', faults.redirect(({ seen }) => seen.url), /round in circles/, false],
    ['429', faults.status(429, { 'retry-after': '1' }), /429.*6 times/, true],
    ['500', faults.status(500), /500.*6 times/, true],
    ['503', faults.status(503), /503.*6 times/, true],
    ['a cut', faults.cut(20), /connection to 127.* broke.*6 times/, true],
    ['a cut before', faults.cut(-1), /connection to 127.* broke.*6 times/, true],
  ];
  matrix(
    'the list of files',
    ['revision', 'tree'].flatMap((target) =>
      answers.flatMap(([name, fault, error, isPassing]) => [
        { name: `${target}: ${name}, always`, target, fault, times: 99, isResumed: false, error },
        ...(isPassing ? [{ name: `${target}: ${name}, once`, target, fault, times: 1, isResumed: false }] : []),
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
