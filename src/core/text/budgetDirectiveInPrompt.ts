import { frontMatterLength } from './frontMatter';
import type { Span } from './span';

/** The token budget that a file sets for itself. */
interface BudgetDirective {
  /** In tokens. */
  readonly limit?: number;
  readonly model?: string;
  /** Share of the limit from which to warn, 0 to 1. */
  readonly warnFrom?: number;
}

/** A setting in a directive that cannot be read. */
export interface DirectiveProblem {
  readonly span: Span;
  readonly message: string;
}

/** UTF-16 code units at the start of a text that may contain directives. */
const SEARCHED_LENGTH = 2_000;
const DIRECTIVE_LINE = /^[ \t]*(?:(?<marker><!--|#|\/\/|\/\*|;|--|%)[ \t]*)?left-context:(?<settings>.*)$/gm;
const COMMENT_ENDS = ['-->', '*/'];

/**
 * Reads lines such as `<!-- left-context: limit=300 model=o200k_base warn=0.8 -->` near the top of a text. A directive
 * stands in a comment, or without comment marks in the front matter. A later setting replaces an earlier one.
 */
export function readBudgetDirective(text: string): { directive: BudgetDirective; problems: DirectiveProblem[] } {
  const head = text.slice(0, SEARCHED_LENGTH);
  const frontMatterEnd = frontMatterLength(head);
  let directive: BudgetDirective = {};
  const problems: DirectiveProblem[] = [];
  for (const line of head.matchAll(DIRECTIVE_LINE)) {
    const { marker, settings = '' } = line.groups!;
    if (!marker && line.index >= frontMatterEnd) continue;
    const settingsStart = line.index + line[0].length - settings.length;
    for (const { 0: setting, index } of withoutCommentEnd(settings).matchAll(/\S+/g)) {
      const result = readSetting(setting);
      const start = settingsStart + index;
      if (typeof result === 'string') problems.push({ span: { start, end: start + setting.length }, message: result });
      else directive = { ...directive, ...result };
    }
  }
  return { directive, problems };
}

function withoutCommentEnd(settings: string): string {
  const trimmed = settings.trimEnd();
  const end = COMMENT_ENDS.find((each) => trimmed.endsWith(each));
  return end === undefined ? trimmed : trimmed.slice(0, -end.length);
}

/** Reads `name=value`; returns a message when it cannot be read. */
function readSetting(setting: string): BudgetDirective | string {
  const [name, value = ''] = setting.split('=', 2);
  switch (name) {
    case 'limit':
      return /^[1-9]\d{0,8}$/.test(value)
        ? { limit: Number(value) }
        : 'The limit must be a whole number of tokens. Write limit=512, for example.';
    case 'model':
      // No slashes: a file must not choose a folder that is read from disk.
      return /^[\w.-]+$/.test(value)
        ? { model: value }
        : 'The model must be named by its id. Write model=prompt-bert or model=o200k_base, for example.';
    case 'warn':
      return /^(0?\.\d+|0|1)$/.test(value)
        ? { warnFrom: Number(value) }
        : 'The share from which to warn must be between 0 and 1. Write warn=0.9, for example.';
    default:
      return `Left Context does not know the setting ${name}. Use limit=, model= or warn= here.`;
  }
}
