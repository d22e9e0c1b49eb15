'use strict';
// Mocha's spec reporter, which also prints for each failing test the command that runs it alone.
const path = require('node:path');
const { reporters } = require('mocha');
const { root } = require('./system');

class Reporter extends reporters.Spec {
  epilogue() {
    super.epilogue();
    if (this.failures.length === 0) return;
    console.log('  Run a failing test alone:\n');
    for (const test of this.failures) console.log(`    ${commandFor(test)}`);
    console.log('');
  }
}

/** Host tests have no file, as their suite is one bundle. Window tests run on the VSIX that npm test makes. */
function commandFor(test) {
  const title = (isHook(test) ? test.parent : test).fullTitle();
  const grep = `-g ${quoted(title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))}`;
  if (!test.file) return `npm test -- host ${grep}`;
  const file = path.relative(root, test.file).split(path.sep).join('/');
  return process.env.LEFT_CONTEXT_VSIX ? `npm test -- window ${grep}` : `npx mocha ${file} ${grep}`;
}

function isHook(test) {
  return test.type === 'hook';
}

/** For POSIX shells. */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

module.exports = Reporter;
