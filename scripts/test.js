'use strict';
// npm test [-- NAME… [-g TITLE]]: installs, builds, packs and runs all suites or those named, two at a time, and ends
// with what failed and one line: N passed, N failed.
const { parseArgs } = require('node:util');
const { endWithCounts } = require('./lib/endWithCounts');
const { runSideBySide } = require('./lib/sideBySide');
const { installPackages } = require('./lib/system');
const { whatFailed } = require('./lib/whatFailed');

/** How many suites run at a time. More would compete for two cores, and tests would time out. */
const AT_A_TIME = 2;

async function main() {
  const options = { grep: { type: 'string', short: 'g' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  installPackages();
  // Loaded late: it needs packages.
  const { preparations, independent, dependent } = require('./lib/suites').jobsFor(positionals, values.grep);
  const first = await runSideBySide([...preparations, ...independent], AT_A_TIME);
  const hasFailed = ({ name }) => first.failedJobs.some((job) => job.name === name);
  const missing = preparations.filter(hasFailed).map(({ name }) => name);
  const possible = dependent.filter(({ needs }) => !needs.some((need) => missing.includes(need)));
  const skipped = dependent.filter((suite) => !possible.includes(suite)).map(({ name }) => name);
  if (skipped.length > 0) console.log(`\nNot run without ${missing.join(' and ')}: ${skipped.join(', ')}.`);
  const second = await runSideBySide(possible, AT_A_TIME);
  // Here, too, since they may stand thousands of lines above the end.
  for (const { name, printed } of [...first.failedJobs, ...second.failedJobs])
    console.log(`\n=== ${name} failed\n${whatFailed(printed)}`);
  return { passed: first.passed + second.passed, failed: first.failed + second.failed };
}

endWithCounts(main());
