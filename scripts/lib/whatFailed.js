'use strict';
// Finds in what a suite printed which of its tests failed, and why.
const { stripVTControlCharacters } = require('node:util');

/** Lines at the end of what a check printed, which mostly say why it failed. */
const LAST_LINES = 20;

/**
 * The part of a suite's output that tells its failures.
 * @param {string} printed
 * @returns {string} from Mocha's “N failing” on, else the last lines
 */
function whatFailed(printed) {
  const text = stripVTControlCharacters(printed).trimEnd();
  const start = text.search(/^ *\d+ failing/m);
  return start < 0 ? text.split('\n').slice(-LAST_LINES).join('\n') : text.slice(start);
}

module.exports = { whatFailed };
