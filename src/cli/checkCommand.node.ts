import { statSync } from 'node:fs';
import path from 'node:path';
import { checkFile } from '../core/findings/checkFile';
import { ignoredFindingsIn, notIgnored } from '../core/findings/ignoredFindings';
import type { ReadFolder } from '../core/findings/files/readFolder';
import { RULES } from '../core/findings/rules';
import { rulesInUse } from '../core/findings/rulesInUse';
import { isYaml, isYamlPrompt, LONGEST_YAML } from '../core/prompts/isYamlPrompt';
import { promptFileKind } from '../core/prompts/promptFileKinds';
import { promptTextsInYaml } from '../core/prompts/promptTextsInYaml';
import { oneOf } from './checkOptionValue';
import { findingSettingsIn } from './findingSettings.node';
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
    const { rules, ignored } = findingSettingsIn(root);
    const { isWhole, files: folder } = await readRoot(root);
    const place = name === '-' ? {} : placeOf(root, name);
    const file = { text: text.replaceAll('\r\n', '\n'), ...place, folder: isWhole ? folder : undefined };
    const findings = notIgnored(file, checkFile(file, rulesInUse(rules)), ignoredFindingsIn(ignored));
    results.push({ file: name, text: file.text, findings });
  }
  console.log(reportOf(results, chosen, RULES));
  return results.every(({ findings }) => findings.length === 0);
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
  const names = prompts.map((name) => path.relative(process.cwd(), path.join(root, name)));
  return names.length === 0 ? [] : readPrompts(names);
}

function isPromptInYaml(files: ReadFolder['files'], name: string): boolean {
  if (!isYaml(name)) return false;
  const text = files.read(name) ?? '';
  return text.length <= LONGEST_YAML && isYamlPrompt(name, promptTextsInYaml(text, name));
}
