'use strict';

/** Lines at the end of what a check printed, which mostly say why it failed. */
const LAST_LINES = 20;

/**
 * The part of a suite's output that tells its failures.
 * @param {string} printed
 * @returns {string} from Mocha's “N failing” on, else the last lines
 */
function whatFailed(printed) {
  const start = printed.search(/^ *\d+ failing/m);
  return (start < 0 ? printed.trimEnd().split('\n').slice(-LAST_LINES).join('\n') : printed.slice(start)).trimEnd();
}

module.exports = { whatFailed };
