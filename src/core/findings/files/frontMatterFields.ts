import { isAlias, isMap, isNode, isScalar, isSeq, parseDocument, type Document, type Pair } from 'yaml';
import { partsBetweenCommas } from '../../prompts/globs/partsBetweenCommas';
import { parseYaml } from '../../prompts/parseYaml';
import { frontMatterLength } from '../../text/frontMatter';
import type { Span } from '../../text/span';

/** The YAML at the top of a file. Spans are offsets into the file. */
export interface FrontMatter {
  /** Without the lines of dashes around it. */
  readonly yaml: string;
  /** Where `yaml` starts in the file. */
  readonly start: number;
  readonly document: Document;
  readonly fields: readonly Field[];
}

/** A field at the top level of front matter. */
export interface Field {
  readonly name: string;
  readonly nameSpan: Span;
  readonly valueSpan: Span;
  readonly isEmpty: boolean;
  /** A text, or a list of texts; undefined for an empty value and for all others. */
  readonly value: string | readonly string[] | undefined;
}

/** Longer front matter is not read: parsing takes too long. */
const LONGEST = 10_000;

/** The front matter of a file; undefined without one, and where it holds no YAML that can be read at all. */
export function frontMatterOf(text: string): FrontMatter | undefined {
  const length = frontMatterLength(text);
  if (length === 0 || length > LONGEST || !text.startsWith('---')) return undefined;
  const start = text.indexOf('\n') + 1;
  const yaml = text.slice(start, text.lastIndexOf('---', length));
  // Also refuses what has too many levels.
  if (parseYaml(yaml).length === 0) return undefined;
  const document = parseDocument(yaml, { logLevel: 'silent', prettyErrors: false });
  const pairs = isMap(document.contents) ? document.contents.items : [];
  return { yaml, start, document, fields: pairs.flatMap((pair) => fieldOf(pair, start) ?? []) };
}

/** The field of a name, in any letter case. */
export function fieldNamed({ fields }: FrontMatter, name: string): Field | undefined {
  return fields.find((field) => field.name.toLowerCase() === name.toLowerCase());
}

/** The texts of a list, or the parts of a text between commas. */
export function listIn(value: Field['value']): string[] {
  return typeof value === 'string' ? partsBetweenCommas(value) : [...(value ?? [])];
}

function fieldOf({ key, value }: Pair, start: number): Field | undefined {
  if (!isScalar(key) || !key.range) return undefined;
  const nameSpan = { start: start + key.range[0], end: start + key.range[1] };
  const range = isNode(value) ? value.range : undefined;
  const valueSpan = range ? { start: start + range[0], end: start + range[1] } : nameSpan;
  return {
    name: String(key.value),
    nameSpan,
    valueSpan,
    isEmpty: isEmpty(value),
    value: isSeq(value) ? textsIn(value.items) : textOf(value),
  };
}

function isEmpty(node: unknown): boolean {
  return !isNode(node) || (isScalar(node) && (node.value === null || node.value === ''));
}

function textsIn(items: readonly unknown[]): string[] {
  return items.flatMap((item) => textOf(item) ?? []);
}

/** A glob that begins with a star is an alias to YAML. */
function textOf(node: unknown): string | undefined {
  if (isAlias(node)) return `*${node.source}`;
  return isScalar(node) && !isEmpty(node) ? String(node.value) : undefined;
}
