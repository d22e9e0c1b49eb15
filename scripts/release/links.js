'use strict';
// Finds links that lead nowhere outside the repository.

const CODE = /^(```|~~~)[^]*?^\1|`[^`\n]*`/gm;
const TARGETS = [/\]\(\s*<?([^\s)>]+)/g, /^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)/gm, /\b(?:src|href)="([^"]+)"/g];

/**
 * Targets of a Markdown text's links and pictures that are neither https addresses nor places in the text itself.
 * @param {string} markdown
 * @returns {string[]}
 */
function linksWithoutHttps(markdown) {
  const prose = markdown.replace(CODE, '');
  const targets = TARGETS.flatMap((pattern) => [...prose.matchAll(pattern)].map((match) => match[1]));
  return targets.filter((target) => !/^(https:\/\/|#)/.test(target));
}

module.exports = { linksWithoutHttps };
