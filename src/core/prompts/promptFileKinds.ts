export type PromptFileKindId =
  | 'agents'
  | 'claude'
  | 'gemini'
  | 'skill'
  | 'memory'
  | 'copilotInstructions'
  | 'instructions'
  | 'promptMarkdown'
  | 'dotPrompt'
  | 'prompty'
  | 'customAgent'
  | 'chatMode'
  | 'cursorRules'
  | 'windsurfRules'
  | 'promptFolder';

/** A kind of file that is a prompt. */
export interface PromptFileKind {
  readonly id: PromptFileKindId;
  /** What people call it. */
  readonly name: string;
  /** A file is of this kind when its path fits one of these. */
  readonly patterns: readonly PathPattern[];
  /** Where the kind is documented. */
  readonly source: string;
  /** The day on which the source was read, as YYYY-MM-DD. */
  readonly checked: string;
}

/** A file by its whole name, or by the end of its name, below certain folders if `folders` is given. */
export type PathPattern =
  /** The whole file name, letter for letter, as the agent looks for it. */
  | { readonly name: string }
  /**
   * Ends of file names, and folders at any height above the file, both in any letter case; `a/b` is a folder b directly
   * in a folder a.
   */
  | { readonly endings: readonly string[]; readonly folders?: readonly string[] };

const CHECKED = '2026-11-28';
const CLAUDE_DOCUMENTATION = 'https://code.claude.com/docs/en/memory';
const VS_CODE_DOCUMENTATION = 'https://code.visualstudio.com/docs/agent-customization';

const MARKDOWN_AND_TEXT = ['.md', '.markdown', '.mdx', '.txt'];
const JINJA = ['.j2', '.jinja', '.jinja2', '.njk'];
const OTHER_TEMPLATES = ['.tmpl', '.tpl', '.template', '.hbs', '.handlebars', '.mustache', '.liquid'];

/** All kinds; where a path fits several, the first is meant. */
export const PROMPT_FILE_KINDS: readonly PromptFileKind[] = [
  {
    id: 'agents',
    name: 'AGENTS.md of Codex and other agents',
    patterns: [{ name: 'AGENTS.md' }, { name: 'AGENTS.override.md' }],
    source: 'https://developers.openai.com/codex/guides/agents-md',
    checked: CHECKED,
  },
  {
    id: 'claude',
    name: 'CLAUDE.md of Claude Code',
    patterns: [{ name: 'CLAUDE.md' }, { name: 'CLAUDE.local.md' }],
    source: CLAUDE_DOCUMENTATION,
    checked: CHECKED,
  },
  {
    id: 'gemini',
    name: 'GEMINI.md of Gemini CLI',
    patterns: [{ name: 'GEMINI.md' }],
    source: 'https://github.com/google-gemini/gemini-cli/blob/main/docs/cli/gemini-md.md',
    checked: CHECKED,
  },
  {
    id: 'skill',
    name: 'SKILL.md of an agent skill',
    patterns: [{ name: 'SKILL.md' }],
    source: 'https://agentskills.io/specification',
    checked: CHECKED,
  },
  {
    id: 'memory',
    name: 'MEMORY.md of Claude Code',
    patterns: [{ name: 'MEMORY.md' }],
    source: CLAUDE_DOCUMENTATION,
    checked: CHECKED,
  },
  {
    id: 'copilotInstructions',
    name: 'copilot-instructions.md of GitHub Copilot',
    patterns: [{ name: 'copilot-instructions.md' }],
    source: `${VS_CODE_DOCUMENTATION}/custom-instructions`,
    checked: CHECKED,
  },
  {
    id: 'instructions',
    name: 'Instructions of GitHub Copilot',
    patterns: [{ endings: ['.instructions.md'] }],
    source: `${VS_CODE_DOCUMENTATION}/custom-instructions`,
    checked: CHECKED,
  },
  {
    id: 'promptMarkdown',
    name: 'Prompt file of GitHub Copilot',
    patterns: [{ endings: ['.prompt.md'] }],
    source: `${VS_CODE_DOCUMENTATION}/prompt-files`,
    checked: CHECKED,
  },
  {
    id: 'dotPrompt',
    name: 'Dotprompt',
    patterns: [{ endings: ['.prompt'] }],
    source: 'https://google.github.io/dotprompt/getting-started',
    checked: CHECKED,
  },
  {
    id: 'prompty',
    name: 'Prompty',
    patterns: [{ endings: ['.prompty'] }],
    source: 'https://github.com/microsoft/prompty',
    checked: CHECKED,
  },
  {
    id: 'customAgent',
    name: 'Custom agent of GitHub Copilot',
    patterns: [{ endings: ['.agent.md'] }],
    source: `${VS_CODE_DOCUMENTATION}/custom-agents`,
    checked: CHECKED,
  },
  {
    id: 'chatMode',
    name: 'Chat mode of GitHub Copilot',
    patterns: [{ endings: ['.chatmode.md'] }],
    source: `${VS_CODE_DOCUMENTATION}/custom-agents`,
    checked: CHECKED,
  },
  {
    id: 'cursorRules',
    name: 'Rules of Cursor',
    patterns: [{ name: '.cursorrules' }, { endings: ['.mdc'] }],
    source: 'https://cursor.com/docs/rules',
    checked: CHECKED,
  },
  {
    id: 'windsurfRules',
    name: 'Rules of Windsurf, now Devin Desktop',
    patterns: [{ name: '.windsurfrules' }, { endings: ['.md'], folders: ['.windsurf/rules', '.devin/rules'] }],
    source: 'https://docs.devin.ai/desktop/cascade/memories',
    checked: CHECKED,
  },
  {
    id: 'promptFolder',
    name: 'Text or template in a folder of prompts',
    patterns: [
      {
        endings: [...MARKDOWN_AND_TEXT, ...JINJA, ...OTHER_TEMPLATES],
        folders: ['prompts', '.claude', '.cursor', '.github/prompts'],
      },
    ],
    source: `${VS_CODE_DOCUMENTATION}/prompt-files`,
    checked: CHECKED,
  },
];

/** Files about a repository, which people read, also where they stand in a folder of prompts. */
const FOR_PEOPLE =
  /^\/?(?:readme|changelog|changes|license|licence|notice|contributing|code_of_conduct|security)(?:\.[^/]*)?$/i;

/** What a writer keeps beside a prompt (core/sentences/answers.ts). */
const ANSWERS = /\.answers\.md$/i;

/** The kind of prompt file at a path with forward slashes, such as the path of a URI; undefined if it is none. */
export function promptFileKind(path: string): PromptFileKind | undefined {
  if (FOR_PEOPLE.test(path.slice(path.lastIndexOf('/'))) || ANSWERS.test(path)) return undefined;
  return PROMPT_FILE_KINDS.find((kind) => kind.patterns.some((pattern) => fits(path, pattern)));
}

function fits(path: string, pattern: PathPattern): boolean {
  const nameStart = path.lastIndexOf('/') + 1;
  if ('name' in pattern) return path.slice(nameStart) === pattern.name;
  const fileName = path.slice(nameStart).toLowerCase();
  const foldersAbove = `/${path.slice(0, nameStart).toLowerCase()}`;
  return (
    pattern.endings.some((ending) => fileName.endsWith(ending)) &&
    (pattern.folders?.some((folder) => foldersAbove.includes(`/${folder}/`)) ?? true)
  );
}
