import { quotedAt } from '../../text/outline/promptOutline';
import { isYaml } from '../../prompts/isYamlPrompt';
import type { CheckedPrompt } from '../checkedPrompt';
import type { Finding, Fix } from '../finding';
import type { FolderFiles } from '../files/folderFiles';
import {
  importedPaths,
  isReadInThisFolder,
  linkedPaths,
  pathsToRead,
  type PathReference,
} from '../files/pathReferences';
import { leadsNowhere, onlyFileNamed, pathFrom } from '../files/pathsInFolder';
import type { Rule } from '../rule';

/** Finds links, imports and paths to files that do not exist. */
export const deadLink: Rule = {
  id: 'dead-link',
  title: 'A link to a file that does not exist',
  isOnByDefault: false,
  reads: 'file',
  needsFolder: true,
  find({ text, outline, file }: CheckedPrompt): Finding[] {
    const { folder, path } = file;
    if (!folder || path === undefined || isYaml(path) || FOR_OTHERS.test(path)) return [];
    if (file.kind === 'promptFolder' && !isReadInThisFolder(file)) return [];
    const dead = [...linkedPaths(text), ...importedPaths(text, file), ...pathsToRead(outline, file, folder)].filter(
      (reference) =>
        !quotedAt(outline, reference.start) &&
        !isOfOtherProject(path, reference.path, folder) &&
        leadsNowhere(folder, reference.isFromRoot ? '' : path, reference.path),
    );
    // The links of a page that was copied from elsewhere were not meant to lead to files here.
    const told = dead.length > MOST ? dead.slice(0, 1) : dead;
    const others = dead.length > MOST ? `, and ${dead.length - 1} more files that this text names are missing` : '';
    return told.map((reference) => ({
      start: reference.start,
      end: reference.end,
      message: `There is no file “${reference.path}”${others}. The model goes on without it, or searches for it in vain.`,
      fix: movedTo(reference, path, folder),
    }));
  },
};

/** Dead links of one file that are told one by one. */
const MOST = 10;
/** Files that are copied elsewhere before anybody reads them. */
const FOR_OTHERS = /(?:^|\/)(?:templates?|examples?|samples?|fixtures?|testdata|__tests__|test)\//i;

/** Whether a skill names a file of the project that uses the skill: what is its own stands beside it. */
function isOfOtherProject(from: string, to: string, folder: FolderFiles): boolean {
  if (!/(?:^|\/)skills\//.test(from) || /^(?:\.\/)?(?:references?|scripts|assets|resources|[^/]+$)/.test(to))
    return false;
  const beside = from.slice(0, from.lastIndexOf('/') + 1) + to.replace(/^(?:\.\/)+/, '').split('/')[0];
  return to.startsWith('.github/') || !folder.has(beside);
}

function movedTo({ start, end, path, isFromRoot }: PathReference, from: string, folder: FolderFiles): Fix | undefined {
  const file = onlyFileNamed(folder, path);
  if (file === undefined || file === from) return undefined;
  // Skills have files of the same names.
  if (/(?:^|\/)(?:skills|plugins)\//.test(from) && !file.startsWith(from.slice(0, from.lastIndexOf('/') + 1)))
    return undefined;
  const text = isFromRoot ? file : pathFrom(from, file);
  return { title: `Replace the path by “${text}”`, edits: [{ offset: start, length: end - start, text }] };
}
