import type { CheckedFile } from '../checkedPrompt';
import { RULE_HOSTS } from './globsOfRuleFile';
import { linksIn } from './linksIn';
import { foldersAbove, normalPath } from './pathsInFolder';

/** The files of the folder whose texts rules ask for when they check a file: linked for a heading, and rules of the same host. */
export function filesToRead({ text, path, folder }: CheckedFile): string[] {
  if (!folder || path === undefined) return [];
  const linked = linksIn(text).flatMap(({ target }) => {
    const [file, heading] = target.split('#');
    if (!file || heading === undefined) return [];
    const places = foldersAbove(path).map((base) => normalPath(`${base}/${file}`));
    return places.find((place) => place !== undefined && folder.has(place)) ?? [];
  });
  const host = RULE_HOSTS.find(({ place }) => place.test(path));
  const rules = host ? folder.paths.filter((each) => host.place.test(each)) : [];
  return [...new Set([...linked, ...rules])];
}
