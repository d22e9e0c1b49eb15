import { parseDocument, visit } from 'yaml';
import { parseYaml } from '../../prompts/parseYaml';
import type { Span } from '../../text/span';

/** A line of front matter that is not YAML. Offsets are into the YAML. */
export interface YamlFault extends Span {
  /** What is wrong, as a clause: “the value of “model” begins with “@””. */
  readonly reason: string;
  /** The value in quotes, where that mends the line; its place is `value`. */
  readonly quoted?: { readonly value: Span; readonly text: string };
}

/** “name: value” at the top level, on one line. */
const FIELD = /^([A-Za-z][\w-]*):[ \t]+(\S.*?)[ \t]*$/;
/** A second field behind the value: “Reads invoices.license: MIT”. */
const LOST_LINE_BREAK = /[A-Za-z-]:[ \t]+[\w.-]+$/;
/** To be filled in: “[REPLACE] What it does”. */
const PLACEHOLDER = /^\[[A-Z][A-Z _-]*\]/;
const CONTINUED = /^[ \t]+\S/;

/**
 * The faults of a YAML text, each line's own first; nothing if it can be read.
 *
 * @param asWritten names of fields whose value the reader takes as it stands where it is not YAML
 */
export function yamlFaultsIn(yaml: string, asWritten: RegExp): YamlFault[] {
  const lines = yaml.split('\n').map((line, index, all) => {
    const [, name = '', value = ''] = FIELD.exec(line) ?? [];
    // Whoever takes values as they stand takes the last of several.
    const isLast = !all.slice(index + 1).some((other) => FIELD.exec(other)?.[1] === name);
    if (asWritten.test(name) && !isLast) return '#';
    const mayQuote = asWritten.test(name) || PLACEHOLDER.test(value);
    const isAsWritten = mayQuote && !CONTINUED.test(all[index + 1] ?? '');
    return isAsWritten ? quotedIfBroken(line) : line;
  });
  const error = firstError(lines.join('\n'));
  if (!error) return [];
  const starts = startsOf(yaml);
  const own = lines.flatMap((line, index) => {
    if (CONTINUED.test(lines[index + 1] ?? '')) return [];
    const fault = faultOfLine(line);
    return fault ? [moved(fault, starts[index]!)] : [];
  });
  if (own.length > 0) return own;
  const before = yaml.slice(0, starts[lineAt(lines.join('\n'), error.offset) + 1] ?? yaml.length).trimEnd();
  const start = before.lastIndexOf('\n') + 1;
  const indent = /^[ \t]*/.exec(before.slice(start))![0].length;
  return [{ start: start + indent, end: before.length, reason: error.reason }];
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}

/** What is wrong in a line by itself. */
function faultOfLine(line: string): YamlFault | undefined {
  const [, name, value] = FIELD.exec(line) ?? [];
  if (value === undefined || !firstError(line)) return undefined;
  // Quotes and brackets may close on a later line.
  if (/^["'[{]/.test(value) && firstError(line)!.isUnclosed) return undefined;
  const span = { start: line.indexOf(value, name!.length + 1), end: line.trimEnd().length };
  const text = inQuotes(value);
  const isMendedByQuotes = !firstError(`${name}: ${text}`) && !LOST_LINE_BREAK.test(value);
  const quoted = isMendedByQuotes ? { value: span, text } : undefined;
  return { ...span, reason: `the value of “${name}” ${whatIsWrong(value)}`, quoted };
}

function whatIsWrong(value: string): string {
  if (/^["']/.test(value)) return 'goes on behind its closing quote';
  if (/^[@`%*&!|>[{]/.test(value)) return `begins with “${value[0]}” and is not in quotes`;
  return 'holds “: ” and is not in quotes';
}

interface YamlError {
  readonly offset: number;
  readonly reason: string;
  readonly isUnclosed: boolean;
}

function firstError(yaml: string): YamlError | undefined {
  // Nothing is read of what is empty, or has too many levels.
  if (parseYaml(yaml).length === 0) return undefined;
  const document = parseDocument(yaml, { logLevel: 'silent', prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const isUnclosed = error.code === 'MISSING_CHAR' || /must be sufficiently indented/.test(error.message);
    return { offset: error.pos[0], reason: REASONS[error.code] ?? 'this line cannot be read', isUnclosed };
  }
  let alias: YamlError | undefined;
  visit(document, {
    Alias: (_, node) => {
      if (node.resolve(document)) return undefined;
      alias = { offset: node.range![0], reason: 'a value begins with “*” and is not in quotes', isUnclosed: false };
      return visit.BREAK;
    },
  });
  return alias;
}

const REASONS: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'a value over several lines holds “: ” and is not in quotes',
  MULTILINE_IMPLICIT_KEY: 'a line here has no “: ” behind a name',
  DUPLICATE_KEY: 'this field stands here a second time',
  TAB_AS_INDENT: 'this line is indented by a tab',
  BAD_INDENT: 'this line is not indented as the lines around it are, or a bracket is not closed',
  MISSING_CHAR: 'something is not closed here, such as a quote',
};

/** Quotes that change nothing of a value. */
function inQuotes(value: string): string {
  return /["\\]/.test(value) ? `'${value.replaceAll("'", "''")}'` : `"${value}"`;
}

function quotedIfBroken(line: string): string {
  const [, name, value] = FIELD.exec(line)!;
  return firstError(line) && !/^(["']).*\1$/.test(value!) ? `${name}: ${inQuotes(value!)}` : line;
}

function startsOf(yaml: string): number[] {
  return [0, ...Array.from(yaml.matchAll(/\n/g), ({ index }) => index + 1)];
}

function moved({ start, end, reason, quoted }: YamlFault, by: number): YamlFault {
  const value = quoted && { start: quoted.value.start + by, end: quoted.value.end + by };
  return { start: start + by, end: end + by, reason, quoted: quoted && { ...quoted, value: value! } };
}
