'use strict';
// Runs jobs side by side, and prints what each has written once it has ended, so that their lines do not mix.

/**
 * @typedef {{ passed: number, failed: number }} Tally
 * @typedef {{ name: string, run: (print: (text: string) => void) => Promise<Tally> }} Job
 * @typedef {Tally & { failedJobs: { name: string, printed: string }[] }} Outcome
 */

/**
 * Starts the jobs in their order, at most `limit` at a time. A job that throws counts as one failure.
 * @param {readonly Job[]} jobs
 * @param {number} limit
 * @returns {Promise<Outcome>} the sum over all jobs, and what those with failures printed
 */
async function runSideBySide(jobs, limit) {
  const waiting = [...jobs];
  const sum = { passed: 0, failed: 0, failedJobs: [] };
  const worker = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const { passed, failed, printed } = await runOne(job);
      sum.passed += passed;
      sum.failed += failed;
      if (failed > 0) sum.failedJobs.push({ name: job.name, printed });
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return sum;
}

async function runOne({ name, run }) {
  const start = Date.now();
  console.log(`Running ${name} …`);
  let printed = '';
  const print = (text) => (printed += text);
  let tally;
  try {
    tally = await run(print);
  } catch (error) {
    print(`${error.stack ?? error}\n`);
    tally = { passed: 0, failed: 1 };
  }
  console.log(`\n=== ${name} (${Math.round((Date.now() - start) / 1000)} s)\n${printed.trimEnd()}`);
  return { ...tally, printed };
}

module.exports = { runSideBySide };
