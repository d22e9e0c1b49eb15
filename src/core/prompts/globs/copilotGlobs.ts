import { globTest, withoutBraces } from './globPattern';
import { partsBetweenCommas } from './partsBetweenCommas';

/**
 * The files of a workspace to which GitHub Copilot in VS Code attaches instructions, by their `applyTo`: a list with commas,
 * in any letter case. A pattern that does not begin with a slash or “**” may begin in any folder.
 */
export function copilotGlobs(applyTo: string): (path: string) => boolean {
  const tests = partsBetweenCommas(applyTo).map((pattern) => {
    if (/^(?:\*|\*\*|\*\*\/\*)$/.test(pattern)) return () => true;
    const anchored = /^(?:\/|\*\*\/)/.test(pattern) ? pattern : `**/${pattern}`;
    return anyOf(withoutBraces(anchored).map((each) => globTest(each, true)));
  });
  return anyOf(tests);
}

function anyOf(tests: readonly ((path: string) => boolean)[]): (path: string) => boolean {
  return (path) => tests.some((test) => test(path));
}
