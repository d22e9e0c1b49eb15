'use strict';
// Reads CHANGELOG.md, which has the form of https://keepachangelog.com/en/1.1.0/.

/**
 * Date of a version's section, `## [1.2.3] - 2026-01-31`.
 * @param {string} changelog
 * @param {string} version such as 1.2.3
 * @returns {string | undefined} as YYYY-MM-DD; undefined when there is no such section, or it has no date
 */
function releaseDate(changelog, version) {
  const heading = changelog.split(/\r?\n/).find((line) => line.startsWith(`## [${version}]`));
  return heading && /^## \[[^\]]+\] - (\d{4}-\d{2}-\d{2})$/.exec(heading)?.[1];
}

module.exports = { releaseDate };
