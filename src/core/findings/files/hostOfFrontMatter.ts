import type { CheckedFile } from '../checkedPrompt';

/** What reads the front matter of a file, and how. */
export interface FrontMatterHost {
  /** What happens to the file where its front matter cannot be read, as a sentence. */
  readonly effect: string;
  /** Fields without which the host does not take the file. */
  readonly required: readonly string[];
  /** Fields that front matter has where there is none at all. */
  readonly usual: readonly string[];
  /** Whether a file without any front matter is meant for this host. */
  readonly isSureOfKind: boolean;
  /** Names of fields whose value it takes as it stands where that is not YAML, such as a glob that begins with a star. */
  readonly asWritten: RegExp;
}

const GLOBS = /^(?:applyTo|globs|paths)$/;

const GITHUB_COPILOT: FrontMatterHost = {
  effect: 'GitHub Copilot may ignore the settings of this file.',
  required: [],
  usual: [],
  isSureOfKind: true,
  asWritten: GLOBS,
};

/** Claude Code puts quotes around values that are not YAML, and reads again. */
const CLAUDE_CODE: FrontMatterHost = {
  effect: 'Claude Code ignores the settings of this file.',
  required: [],
  usual: [],
  isSureOfKind: true,
  asWritten: /./,
};

const SUBAGENT: FrontMatterHost = {
  ...CLAUDE_CODE,
  effect: 'Claude Code does not load this agent.',
  required: ['name', 'description'],
  usual: ['name', 'description'],
  isSureOfKind: false,
};

const RULE: FrontMatterHost = { ...CLAUDE_CODE, effect: 'Claude Code loads this rule as if it had no paths.' };

const SKILL: FrontMatterHost = {
  effect: 'Codex skips such a skill, and other agents may not find out what it is for.',
  // Most agents name a skill after its folder where it has no name.
  required: ['description'],
  usual: ['name', 'description'],
  isSureOfKind: true,
  asWritten: GLOBS,
};

/** The host that reads the front matter of a file; undefined where none does, or where it is not known how. */
export function hostOfFrontMatter({ kind, path = '' }: CheckedFile): FrontMatterHost | undefined {
  if (isSubagent(path)) return SUBAGENT;
  if (/(?:^|\/)\.claude\/rules\//.test(path)) return RULE;
  if (/(?:^|\/)\.claude\/commands\//.test(path)) return CLAUDE_CODE;
  switch (kind) {
    case 'skill':
      return skill(path);
    case 'instructions':
    case 'promptMarkdown':
    case 'customAgent':
    case 'chatMode':
      return GITHUB_COPILOT;
    default:
      return undefined;
  }
}

/** Where agents look for skills, and plugins bring theirs. In other folders, a host of one's own reads them. */
const KNOWN_PLACE =
  /(?:^|\/)\.(?:claude|agents|codex|gemini|github|cursor|opencode)\/skills\/|^(?:skills|plugins\/[^/]+(?:\/[^/]+)?\/skills)\//;

function skill(path: string): FrontMatterHost {
  if (!KNOWN_PLACE.test(path)) return { ...SKILL, required: [], usual: [], isSureOfKind: false };
  return /(?:^|\/)\.claude\//.test(path) ? { ...SKILL, usual: SKILL.required } : SKILL;
}

/** Whether a file is a subagent of Claude Code by its path. */
function isSubagent(path: string): boolean {
  return /(?:^|\/)\.claude\/agents\/(?:[^/]+\/)*[^/]+\.md$/.test(path) && !/(?:^|\/)(?:readme|index)\.md$/i.test(path);
}
