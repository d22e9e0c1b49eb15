import { brokenNumbering } from './rules/brokenNumbering';
import { frontMatter } from './rules/frontMatter';
import { announcedCount } from './rules/announcedCount';
import { missingTool } from './rules/missingTool';
import { unlistedTool } from './rules/unlistedTool';
import { nothingFollows } from './rules/nothingFollows';
import { emptyHeading } from './rules/emptyHeading';
import { deadLink } from './rules/deadLink';
import { deadHeadingLink } from './rules/deadHeadingLink';
import { unmatchedGlob } from './rules/unmatchedGlob';
import type { Rule } from './rule';
import { brokenExample } from './rules/brokenExample';
import { openFence } from './rules/openFence';
import { formatConflict } from './rules/formatConflict';
import { missingSection } from './rules/missingSection';
import { placeholderSpelling } from './rules/placeholderSpelling';
import { missingBraces } from './rules/missingBraces';
import { undeclaredVariable } from './rules/undeclaredVariable';

/** All rules. Where findings overlap, that of the earlier rule is kept. */
export const RULES: readonly Rule[] = [
  brokenExample,
  openFence,
  formatConflict,
  emptyHeading,
  nothingFollows,
  announcedCount,
  missingBraces,
  placeholderSpelling,
  undeclaredVariable,
  brokenNumbering,
  frontMatter,
  missingTool,
  unlistedTool,
  deadLink,
  deadHeadingLink,
  missingSection,
  unmatchedGlob,
];
