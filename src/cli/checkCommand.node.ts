import { statSync } from 'node:fs';
import path from 'node:path';
import { errorText } from '../core/errorText';
import { checkFile, LONGEST_CHECKED } from '../core/findings/checkFile';
import { ignoredFindingsIn, notIgnored } from '../core/findings/ignoredFindings';
import type { ReadFolder } from '../core/findings/files/readFolder';
import { RULES } from '../core/findings/rules';
import { rulesInUse } from '../core/findings/rulesInUse';
import { isYaml, isYamlPrompt, LONGEST_YAML } from '../core/prompts/isYamlPrompt';
import { promptFileKind } from '../core/prompts/promptFileKinds';
import { promptTextsInYaml } from '../core/prompts/promptTextsInYaml';
import { oneOf } from './checkOptionValue';
import { findingSettingsIn, type FindingSettings } from './findingSettings.node';
import { readFolderOnDisk, rootAbove } from './folderOnDisk.node';
import { readPrompts, type PromptFile } from './readPromptFiles.node';
import { FORMATS, reportOf, type CheckedResult } from './reportFindings';

/** Checks files and the prompts of folders, by default of this folder; returns whether nothing was found. */
export async function checkCommand(patterns: readonly string[], format: string): Promise<boolean> {
  const chosen = oneOf('--format', format, [...FORMATS]);
  const roots = new Map<string, Promise<ReadFolder>>();
  const readRoot = (root: string) => {
    const folder = roots.get(root) ?? readFolderOnDisk(root);
    roots.set(root, folder);
    return folder;
  };
  const files: PromptFile[] = [];
  for (const pattern of patterns.length > 0 ? patterns : ['.'])
    files.push(...(isFolder(pattern) ? await promptsIn(pattern, readRoot) : await readPrompts([pattern])));
  const results: CheckedResult[] = [];
  for (const { name, text } of new Map(files.map((file) => [path.resolve(file.name), file])).values()) {
    const root = rootAbove(path.dirname(path.resolve(name)));
    const place = name === '-' ? {} : placeOf(root, name);
    const own = { text: text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'), ...place };
    if (own.text.length > LONGEST_CHECKED) {
      warn(`${name} is longer than ${LONGEST_CHECKED} characters, so it is not checked.`);
      continue;
    }
    const settings = settingsAbove(root, path.dirname(path.resolve(name)));
    const rules = rulesInUse(Object.assign({}, ...settings.map((each) => each.rules)) as Record<string, unknown>);
    const folder = rules.some(({ needsFolder }) => needsFolder) ? await readRoot(root) : undefined;
    const file = { ...own, folder: folder?.isWhole ? folder.files : undefined };
    let findings = checkFile(file, rules);
    for (const { folder: base, ignored } of settings)
      findings = notIgnored(
        { ...file, ...(name !== '-' && placeOf(base, name)) },
        findings,
        ignoredFindingsIn(ignored),
      );
    results.push({ file: name, text: file.text, findings });
  }
  console.log(reportOf(results, chosen, RULES));
  return results.every(({ findings }) => findings.length === 0);
}

/** The settings of a folder and of those above it, up to the root, which comes first. */
function settingsAbove(root: string, folder: string): (FindingSettings & { readonly folder: string })[] {
  const own = { folder, ...findingSettingsIn(folder) };
  return folder === root || folder === path.dirname(folder)
    ? [own]
    : [...settingsAbove(root, path.dirname(folder)), own];
}

function warn(message: string): void {
  console.error(`left-context: ${message}`);
}

function placeOf(root: string, name: string) {
  const relative = path.relative(root, path.resolve(name)).split(path.sep).join('/');
  return { path: relative, kind: promptFileKind(`/${relative}`)?.id };
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The prompts of a folder, by the kinds of their files, without those that Git ignores. */
async function promptsIn(folder: string, readRoot: (root: string) => Promise<ReadFolder>): Promise<PromptFile[]> {
  const root = rootAbove(path.resolve(folder));
  const { files } = await readRoot(root);
  const below = path.relative(root, path.resolve(folder)).split(path.sep).join('/');
  const inFolder = files.paths.filter((name) => below === '' || name.startsWith(`${below}/`));
  const prompts = inFolder.filter((name) => promptFileKind(`/${name}`) !== undefined || isPromptInYaml(files, name));
  if (prompts.length === 0) warn(`There are no prompts in ${folder} that Git does not ignore.`);
  const read = prompts.map((name) => readIfText(path.relative(process.cwd(), path.join(root, name))));
  return (await Promise.all(read)).flat();
}

/** A file that nobody named is left out where it cannot be read as text. */
async function readIfText(name: string): Promise<PromptFile[]> {
  try {
    return await readPrompts([name]);
  } catch (error) {
    warn(`${errorText(error)} It is not checked.`);
    return [];
  }
}

function isPromptInYaml(files: ReadFolder['files'], name: string): boolean {
  if (!isYaml(name)) return false;
  const text = files.read(name) ?? '';
  return text.length <= LONGEST_YAML && isYamlPrompt(name, promptTextsInYaml(text, name));
}
