import type { PromptFileKindId } from './promptFileKinds';

/** A length that an agent's documentation names for a kind of prompt file. */
export interface PromptFileLimit {
  readonly kind: PromptFileKindId;
  /** What is measured. */
  readonly part: MeasuredPart;
  readonly unit: LengthUnit;
  readonly value: number;
  /** The line in which the limit is reached is not read either. */
  readonly wholeLines?: true;
  /** What happens beyond: the rest is not read, the file is not accepted, or nothing (then it is only advised). */
  readonly effect: 'cut off' | 'refused' | 'advice';
  /** Who reads, or who advises. */
  readonly agent: string;
  /** What the writer can do. */
  readonly remedy: string;
  /** The documentation that names the limit. */
  readonly source: string;
  /** The day on which the source was read, as YYYY-MM-DD. */
  readonly checked: string;
}

export type MeasuredPart =
  | 'file'
  /** The text below the front matter. */
  | 'body'
  /** The text below the front matter, without HTML comments that are blocks of their own. */
  | 'body without comments'
  /** The `description` in the front matter. */
  | 'description'
  /** The file together with the files of its name above it. */
  | 'chain';

export type LengthUnit =
  | 'tokens'
  | 'lines'
  /** Of UTF-8. */
  | 'bytes'
  /** Unicode code points. */
  | 'characters'
  /** Characters as JavaScript counts them: an emoji has two or more. */
  | 'UTF-16 units';

const CHECKED = '2026-11-28';
const CLAUDE_DOCUMENTATION = 'https://code.claude.com/docs/en/memory';
const SKILL_SPECIFICATION = 'https://agentskills.io/specification';

/** What Codex reads of all files of an AGENTS.md chain. */
export const BYTES_OF_AGENTS_CHAIN = 32_768;

export const LIMITS_OF_PROMPT_FILES: readonly PromptFileLimit[] = [
  {
    kind: 'agents',
    part: 'chain',
    unit: 'bytes',
    value: BYTES_OF_AGENTS_CHAIN,
    effect: 'cut off',
    agent: 'Codex',
    remedy: 'Move parts into other files and name them here, so that it opens them when needed.',
    source: 'https://developers.openai.com/codex/guides/agents-md',
    checked: CHECKED,
  },
  {
    kind: 'memory',
    part: 'body without comments',
    unit: 'lines',
    value: 200,
    effect: 'cut off',
    agent: 'Claude Code',
    remedy: 'Keep one line for each entry, and move details into files beside it.',
    source: CLAUDE_DOCUMENTATION,
    checked: CHECKED,
  },
  {
    // The documentation says 25KB. Users measured what is sent, on three systems: 25,000 UTF-16 units, and only whole lines.
    // https://github.com/anthropics/claude-code/issues/82056
    kind: 'memory',
    part: 'body without comments',
    unit: 'UTF-16 units',
    value: 25_000,
    wholeLines: true,
    effect: 'cut off',
    agent: 'Claude Code',
    remedy: 'Keep one line for each entry, and move details into files beside it.',
    source: CLAUDE_DOCUMENTATION,
    checked: CHECKED,
  },
  {
    // The specification names the limit; Codex does not load a skill that exceeds it. Other agents may accept it.
    kind: 'skill',
    part: 'description',
    unit: 'characters',
    value: 1_024,
    effect: 'refused',
    agent: 'Codex',
    remedy: 'Move details below the front matter.',
    source: SKILL_SPECIFICATION,
    checked: CHECKED,
  },
  {
    kind: 'skill',
    part: 'body',
    unit: 'tokens',
    value: 5_000,
    effect: 'advice',
    agent: 'The specification of agent skills',
    remedy: 'Move details into files beside it, which agents open when they need them.',
    source: SKILL_SPECIFICATION,
    checked: CHECKED,
  },
  {
    // An earlier edition of the documentation, of Windsurf, says that what exceeds the limit is truncated. It does not say
    // what a character is; code points warn last.
    kind: 'windsurfRules',
    part: 'file',
    unit: 'characters',
    value: 12_000,
    effect: 'cut off',
    agent: 'Windsurf',
    remedy: 'Split the rules into several files.',
    source: 'https://docs.devin.ai/desktop/cascade/memories',
    checked: CHECKED,
  },
];

/** The limits of a kind of prompt file; none for most kinds. */
export function limitsOf(kind: PromptFileKindId): PromptFileLimit[] {
  return LIMITS_OF_PROMPT_FILES.filter((limit) => limit.kind === kind);
}
