'use strict';
// What keeps a version from being released.
const { releaseDate } = require('./changelog');

/** Tag of a version's release. */
const tagOf = (version) => `v${version}`;

/**
 * Names what is wrong with a release.
 * @param {{ version: string, changelog: string, tags: string[] }} release
 *   `version` is that of package.json; `tags` are those of the commit
 * @returns {{ problems: string[], missingTag: boolean }}
 *   `problems` are sentences, none when all is well; `missingTag` is true when no tag names a version at all
 */
function readiness({ version, changelog, tags }) {
  const problems = [];
  const versionTags = tags.filter((tag) => /^v\d/.test(tag));
  const other = versionTags.filter((tag) => tag !== tagOf(version));
  if (other.length > 0)
    problems.push(`The tag is ${other.join(', ')}, but package.json says ${version}. Change one of them.`);
  if (!releaseDate(changelog, version))
    problems.push(`CHANGELOG.md has no section “## [${version}] - YYYY-MM-DD”. Add it, with the day of the release.`);
  return { problems, missingTag: versionTags.length === 0 };
}

module.exports = { readiness, tagOf };
