import { globTest } from './globPattern';
import { anyOf, pathTest, type PathTest } from './pathTest';

const MOST_CHOICES = 1_000;
const BRACES = /\{([^{}]*)\}/;

/**
 * The files of a workspace to which GitHub Copilot in VS Code attaches instructions, by their `applyTo`: a list with commas,
 * in any letter case. A pattern that does not begin with a slash or “**” may begin in any folder.
 */
export function copilotGlobs(applyTo: string): (path: string) => boolean {
  const test = copilotGlobsInLowerCase(applyTo);
  return (path) => test(path.toLowerCase());
}

/** Like `copilotGlobs`, for paths in lower case: changing the case of all paths of a project takes longer than comparing them. */
export function copilotGlobsInLowerCase(applyTo: string): PathTest {
  const tests = partsOf(applyTo.toLowerCase()).map((pattern) => {
    if (isForAllFiles(pattern)) return pathTest(() => true, ['']);
    // VS Code compares “.” as the name of a folder.
    if (/(?:^|\/)\.{1,2}\//.test(pattern)) return pathTest(() => false, []);
    const anchored = /^(?:\/|\*\*\/)/.test(pattern) ? pattern : `**/${pattern}`;
    return anyOf(choicesIn(anchored).map((each) => globTest(each)));
  });
  return anyOf(tests);
}

/** VS Code knows braces around a single choice, and takes blanks as they stand: “{js, ts}” has a choice “ ts”. */
function choicesIn(pattern: string): string[] {
  let patterns = [pattern];
  while (patterns.some((each) => BRACES.test(each))) {
    patterns = patterns.flatMap((each) => {
      const [braces, inner] = BRACES.exec(each) ?? [];
      return braces === undefined ? each : inner!.split(',').map((choice) => each.replace(braces, () => choice));
    });
    if (patterns.length > MOST_CHOICES) return [pattern.replace(/\{.*\}/, '*')];
  }
  return patterns;
}

/** Whether instructions are attached even where no file is. */
export function areForAllFiles(applyTo: string): boolean {
  return partsOf(applyTo).some(isForAllFiles);
}

function isForAllFiles(pattern: string): boolean {
  return /^(?:\*|\*\*|\*\*\/\*)$/.test(pattern);
}

/** Divides at commas, as VS Code does: behind the first closing brace, a comma divides even within outer braces. */
function partsOf(list: string): string[] {
  const parts = [''];
  let closing = '';
  for (const letter of list) {
    if (letter === ',' && closing === '') parts.push('');
    else parts[parts.length - 1] += letter;
    if (letter === '{') closing = '}';
    else if (letter === '[') closing = ']';
    else if (letter === closing) closing = '';
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}
