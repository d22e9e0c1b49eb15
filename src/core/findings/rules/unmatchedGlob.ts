import { globTest, withoutBraces } from '../../prompts/globs/globPattern';
import type { CheckedPrompt } from '../checkedPrompt';
import type { Finding } from '../finding';
import type { FolderFiles } from '../files/folderFiles';
import { globsOfRuleFile, RULE_HOSTS, type RuleHost } from '../files/globsOfRuleFile';
import type { Rule } from '../rule';

/** Finds rules that their host attaches to no file, since their globs match none. */
export const unmatchedGlob: Rule = {
  id: 'unmatched-glob',
  title: 'Globs of a rule that match no file',
  isOnByDefault: false,
  reads: 'file',
  needsFolder: true,
  find({ text, file: { folder, path } }: CheckedPrompt): Finding[] {
    const host = RULE_HOSTS.find(({ place }) => path !== undefined && place.test(path));
    if (!host || !folder || isCollection(folder, host)) return [];
    const rule = globsOfRuleFile(text, host);
    if (!rule || !rule.globs.every(namesFolder) || !matchNothing(rule.globs, host, folder)) return [];
    const what = rule.globs.length === 1 ? `“${rule.globs[0]}” matches no file` : 'These globs match no file';
    return [{ ...rule.span, message: `${what} of this folder. ${host.name} attaches the rule to nothing.` }];
  },
};

function matchNothing(globs: readonly string[], { matches }: RuleHost, folder: FolderFiles): boolean {
  const test = matches(globs);
  if (folder.paths.some(test)) return false;
  // What hosts do with patterns like these is not known for sure.
  const isClear = globs.every((glob) => !/[[\]!\\~$]|\*\*[^/,}]|[^/,{]\*\*|\.\.\//.test(glob));
  if (!isClear || globs.some((glob) => mayBeIgnored(glob, folder))) return false;
  const loose = globs.flatMap(withoutBraces).flatMap((glob) => [`**/${glob}`, `**/${glob}/**`]);
  const tests = loose.map((glob) => globTest(glob, true));
  return !folder.paths.some((path) => tests.some((each) => each(path)));
}

/**
 * Whether a glob names a folder of this project. Rules for all Python files or for migrations in any folder are kept for files that may come, and
 * so are rules for tests.
 */
function namesFolder(glob: string): boolean {
  const isAnywhere = glob.startsWith('**/');
  const folders = glob
    .replace(/^(?:\*\*\/|\/|\.\/)/, '')
    .split('/')
    .slice(0, -1);
  const named = folders.findIndex((folder) => /[*?{[]/.test(folder));
  const count = named < 0 ? folders.length : named;
  return count >= (isAnywhere ? 2 : 1) && !/^(?:tests?|specs?|e2e)$/i.test(folders[0]!);
}

/** Files that Git ignores are not among those of the folder. */
function mayBeIgnored(glob: string, folder: FolderFiles): boolean {
  return withoutBraces(glob).some((each) => folder.isIgnored(each.replace(/^\/+/, '').replace(/\*+|\?/g, 'x')));
}

/** Fewer files that agents work on than this make no project yet. */
const FEWEST_FILES = 5;

/** Whether rules were collected or copied for other projects: most of them, or all files of the folder, are for none of these. */
function isCollection(folder: FolderFiles, host: RuleHost): boolean {
  const files = folder.paths.filter((path) => !/^\.|\.md$/.test(path));
  if (files.length < FEWEST_FILES) return true;
  const rules = folder.paths
    .filter((path) => host.place.test(path))
    .flatMap((path) => globsOfRuleFile(folder.read(path) ?? '', host) ?? []);
  const unmatched = rules.filter(({ globs }) => matchNothing(globs, host, folder));
  return unmatched.length >= 3 && unmatched.length > rules.length / 2;
}
