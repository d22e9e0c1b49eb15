import type { Outline } from '../../text/outline/promptOutline';
import type { CheckedPrompt } from '../checkedPrompt';
import type { Finding } from '../finding';
import { fieldNamed, frontMatterOf, listIn } from '../files/frontMatterFields';
import type { Rule } from '../rule';

/** Finds tools of Claude Code that an agent is told to use, and that its own list of tools leaves out. */
export const unlistedTool: Rule = {
  id: 'unlisted-tool',
  title: 'A tool that the agent’s list leaves out',
  isOnByDefault: true,
  reads: 'file',
  find({ text, outline, file }: CheckedPrompt): Finding[] {
    if (!/(?:^|\/)agents\/(?:[^/]+\/){0,9}[^/]+\.md$/.test(file.path ?? '')) return [];
    const matter = frontMatterOf(text);
    const tools = matter && fieldNamed(matter, 'tools');
    const names = tools?.value ? listIn(tools.value).map((name) => name.replace(/\(.*\)$/, '')) : [];
    // Other agents name their tools otherwise.
    if (!tools || !names.some((name) => TOOLS.has(name))) return [];
    const told = new Set<string>();
    return mentions(outline).flatMap(({ tool, start, end }) => {
      const isThere = names.some((name) => name === '*' || familyOf(name) === familyOf(tool));
      if (isThere || told.has(tool)) return [];
      told.add(tool);
      const message = `The agent is to use ${tool}, and its tools are only ${names.join(', ')}. It cannot call the tool, and goes on without it.`;
      return [{ start, end, message, related: tools.valueSpan }];
    });
  },
};

/** Tools of Claude Code (https://code.claude.com/docs/en/tools-reference); those of one family stand for each other. */
const FAMILIES: readonly (readonly string[])[] = [
  ['Task', 'Agent'],
  ['TodoWrite', 'TaskCreate', 'TaskUpdate', 'TaskList', 'TaskGet'],
  ['Edit', 'MultiEdit', 'Write'],
  ['Bash', 'PowerShell'],
  ['AskUserQuestion'],
  ['WebFetch'],
  ['WebSearch'],
  ['NotebookEdit'],
  ['Skill', 'SlashCommand'],
  ['Read'],
  ['Grep'],
  ['Glob'],
];
const TOOLS = new Set(FAMILIES.flat());
const NAMES = [...TOOLS].join('|');

function familyOf(tool: string): string {
  return FAMILIES.find((family) => family.includes(tool))?.[0] ?? tool;
}

/** “Use the `WebSearch` tool”, “call AskUserQuestion”: names that are no words need no “tool” behind them. */
const MENTION = new RegExp(
  String.raw`\b(?:use|using|call|invoke|via|with) (?:the )?(?:\`(${NAMES})\`|(AskUserQuestion|WebFetch|WebSearch|TodoWrite|NotebookEdit|MultiEdit|(?:${NAMES})(?= tool\b)))`,
  'gi',
);
/** Another one uses it, or nobody. */
const NOT_TOLD =
  /\b(?:not|never|no|cannot|can['’]t|don['’]t|without|instead|if available|orchestrator|parent|caller|main|skills?|users?|they)\b/i;

function mentions({ text, sentences, quoted }: Outline) {
  return sentences.flatMap((sentence) => {
    if (quoted.some(({ start, end }) => start <= sentence.start && sentence.start < end)) return [];
    const words = text.slice(sentence.start, sentence.end);
    return Array.from(words.matchAll(MENTION), (match) => {
      const tool = (match[1] ?? match[2])!;
      const start = sentence.start + match.index;
      return { tool, start, end: start + match[0].length, isTold: !NOT_TOLD.test(words.slice(0, match.index)) };
    }).filter(({ tool, isTold }) => isTold && TOOLS.has(tool));
  });
}
