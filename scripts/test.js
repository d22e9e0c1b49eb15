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
  const { first, then } = require('./lib/suites').jobsFor(positionals, values.grep);
  const tally = await runSideBySide(first, AT_A_TIME);
  if (tally.failed > 0 && then.length > 0) {
    const names = then.map(({ name }) => name).join(', ');
    console.log(`\nNot run, as something before has failed: ${names}.`);
    return tally;
  }
  const { passed, failed } = await runSideBySide(then, AT_A_TIME);
  return { passed: tally.passed + passed, failed: tally.failed + failed };
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
