import { alternatives } from '../../text/outline/promptOutline';

/** What an agent can do with its tools, beside reading files. */
export type Ability = 'write' | 'run' | 'fetch';

const list = (names: string) => new RegExp(`^(?:${alternatives(names)})$`);

/** Tools of Claude Code and of GitHub Copilot in VS Code; of “edit/createFile”, the last part is looked up. */
const TOOLS: readonly { readonly names: RegExp; readonly abilities: readonly Ability[] }[] = [
  {
    names:
      list(`Read Grep Glob LS NotebookRead TodoRead TodoWrite TaskList TaskGet TaskCreate TaskUpdate BashOutput KillShell
      AskUserQuestion LSP codebase search usages listCodeUsages problems getErrors changes searchResults findTestFiles testFailure
      terminalLastCommand terminalSelection getTerminalOutput getTaskOutput think todo todos read readFile fileSearch textSearch
      listDirectory`),
    abilities: [],
  },
  {
    names: list('Write Edit MultiEdit NotebookEdit edit editFiles createFile createDirectory new newWorkspace'),
    abilities: ['write'],
  },
  {
    names:
      list(`Bash PowerShell execute shell runCommands runInTerminal terminalCommand runTasks runTask createAndRunTask runTests
      runNotebooks`),
    abilities: ['run', 'write', 'fetch'],
  },
  { names: list('WebFetch WebSearch fetch web githubRepo openSimpleBrowser'), abilities: ['fetch'] },
];

/** What tools can do; undefined where one of them is not known and may do anything. */
export function abilitiesOf(tools: readonly string[]): ReadonlySet<Ability> | undefined {
  const abilities = new Set<Ability>();
  for (const tool of tools) {
    // “Bash(git diff:*)” allows some commands only.
    const name = tool
      .replace(/\(.*\)$/, '')
      .split('/')
      .at(-1)!;
    const known = TOOLS.find(({ names }) => names.test(name));
    if (!known) return undefined;
    for (const ability of known.abilities) abilities.add(ability);
  }
  return abilities;
}
