import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ends, processOf } from '../helpers/processes';
import { seeded } from '../helpers/random';

const SEED = 11;
const ROUNDS = 20;
const AT_ONCE = 2;
/** By then the models are loaded and at work. */
const LATEST_MS = 1_500;
/** A pass that is running may end first. A process that lives much longer stays for good. */
const HANG_MS = 20_000;
const HOST = path.join(__dirname, '..', 'helpers', 'doomedHost.ts');

/** Starts a host with models, kills it after `milliseconds` and returns whether the models' process ended too. */
async function endsWithHost(milliseconds: number): Promise<boolean> {
  const host = fork(HOST, { execArgv: ['--import', 'tsx'] });
  const [pid] = (await once(host, 'message')) as [number];
  const models = processOf(pid) ?? assert.fail('the models did not start');
  assert.match(models.command, /inference\.js/);
  await sleep(milliseconds);
  assert.equal(host.exitCode, null, 'the host ended by itself');
  host.kill('SIGKILL');
  const hasEnded = await ends(models, HANG_MS);
  if (!hasEnded) process.kill(pid, 'SIGKILL');
  return hasEnded;
}

suite('no process outlives a host that is killed', function () {
  suiteSetup(function () {
    if (!existsSync('/proc/self/stat')) this.skip();
  });

  test(`its models end whenever it is killed: ${ROUNDS} times`, async function () {
    this.timeout(300_000);
    const random = seeded(SEED);
    const moments = Array.from({ length: ROUNDS }, () => Math.floor(random() * LATEST_MS));
    const survived: number[] = [];
    const worker = async () => {
      for (let moment = moments.shift(); moment !== undefined; moment = moments.shift()) {
        if (!(await endsWithHost(moment))) survived.push(moment);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    assert.deepEqual(survived, [], 'models outlived hosts that were killed this many milliseconds after forking them');
  });
});
