'use strict';

/**
 * Ends a run of tests with its last line, and exit code 1 unless all passed.
 * @param {Promise<{ passed: number, failed: number }>} run an error counts as a failure, and is printed
 */
function endWithCounts(run) {
  return run
    .catch((error) => {
      console.error(error.message ?? error);
      return { passed: 0, failed: 1 };
    })
    .then(({ passed, failed }) => {
      console.log(`\n${passed} passed, ${failed} failed`);
      process.exit(failed === 0 ? 0 : 1);
    });
}

module.exports = { endWithCounts };
