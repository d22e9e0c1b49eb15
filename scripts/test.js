'use strict';
// npm test [-- NAME… [-g TITLE]]: installs, builds, packs and runs all suites or those named, two at a time, and ends
// with one line: N passed, N failed.
const { parseArgs } = require('node:util');
const { runSideBySide } = require('./lib/sideBySide');
const { installPackages } = require('./lib/system');

/** How many suites run at a time. More would compete for two cores, and tests would time out. */
const AT_A_TIME = 2;

async function main() {
  const options = { grep: { type: 'string', short: 'g' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  installPackages();
  // Loaded late: it needs packages.
  const { preparations, independent, dependent } = require('./lib/suites').jobsFor(positionals, values.grep);
  const first = await runSideBySide([...preparations, ...independent], AT_A_TIME);
  const failedPreparation = preparations.find(({ name }) => first.failedJobs.includes(name));
  if (failedPreparation) {
    console.log(`\nNot run without ${failedPreparation.name}: ${dependent.map(({ name }) => name).join(', ')}.`);
    return first;
  }
  const second = await runSideBySide(dependent, AT_A_TIME);
  return { passed: first.passed + second.passed, failed: first.failed + second.failed };
}

main()
  .catch((error) => {
    console.error(error.message ?? error);
    return { passed: 0, failed: 1 };
  })
  .then(({ passed, failed }) => {
    console.log(`\n${passed} passed, ${failed} failed`);
    process.exit(failed === 0 ? 0 : 1);
  });
