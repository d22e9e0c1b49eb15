import { frontMatterLength } from './frontMatter';
import type { Span } from './span';

/** What a file says of its own budget. */
export interface BudgetDirective {
  readonly limit?: number;
  readonly model?: string;
  /** 0 to 1. */
  readonly warnFrom?: number;
}

export interface DirectiveProblem {
  readonly span: Span;
  readonly message: string;
}

/** UTF-16 code units from the start of a text in which a directive is looked for. */
const SEARCHED = 2_000;
const LINE = /^[ \t]*(?:(?<marker><!--|#|\/\/|\/\*|;|--|%)[ \t]*)?left-context:(?<rest>.*)$/gm;
/** What may end a comment. */
const ENDS = ['-->', '*/'];

/**
 * Reads a line such as `<!-- left-context: limit=300 model=o200k_base warn=0.8 -->` near the top of a text: in a comment, or
 * in the front matter as it is.
 */
export function readBudgetDirective(text: string): { directive: BudgetDirective; problems: DirectiveProblem[] } {
  const head = text.slice(0, SEARCHED);
  const frontMatter = frontMatterLength(head);
  let directive: BudgetDirective = {};
  const problems: DirectiveProblem[] = [];
  for (const line of head.matchAll(LINE)) {
    const { marker, rest = '' } = line.groups!;
    if (!marker && line.index >= frontMatter) continue;
    const start = line.index + line[0].length - rest.length;
    for (const pair of withoutEnd(rest).matchAll(/\S+/g)) {
      const read = readPair(pair[0]);
      const at = start + pair.index;
      if (typeof read === 'string') problems.push({ span: { start: at, end: at + pair[0].length }, message: read });
      else directive = { ...directive, ...read };
    }
  }
  return { directive, problems };
}

function withoutEnd(rest: string): string {
  const line = rest.trimEnd();
  const end = ENDS.find((each) => line.endsWith(each));
  return end === undefined ? line : line.slice(0, -end.length);
}

/** What the pair says, or what is wrong with it. */
function readPair(pair: string): BudgetDirective | string {
  const [name, value = ''] = pair.split('=', 2);
  switch (name) {
    case 'limit':
      return /^[1-9]\d{0,8}$/.test(value)
        ? { limit: Number(value) }
        : 'A limit is a whole number of tokens, such as limit=512.';
    case 'model':
      // A file must not choose which folder of the machine is read.
      return /^[\w.-]+$/.test(value)
        ? { model: value }
        : 'A model is named by its id, such as model=prompt-bert or model=o200k_base.';
    case 'warn':
      return /^(0?\.\d+|0|1)$/.test(value)
        ? { warnFrom: Number(value) }
        : 'The share from which to warn is 0 to 1, such as warn=0.9.';
    default:
      return `Left Context knows limit=, model= and warn= here, but not ${name}.`;
  }
}
