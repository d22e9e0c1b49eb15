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

/** Tests in the extension host have no file: their suite is one bundle. */
function commandFor(test) {
  const title = (isHook(test) ? test.parent : test).fullTitle();
  const grep = `-g ${quoted(title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))}`;
  if (!test.file) return `npm test -- host ${grep}`;
  return `npx mocha ${path.relative(root, test.file).split(path.sep).join('/')} ${grep}`;
}

function isHook(test) {
  return test.type === 'hook';
}

/** For POSIX shells. */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

module.exports = Reporter;
