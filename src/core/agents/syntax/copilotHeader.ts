/** The front matter of an instructions file: texts and lists of texts by name. */
export type CopilotHeader = ReadonlyMap<string, string | readonly string[]>;

const FENCE = /^---\s*$/;
const FIELD = /^([\w-]+)[ \t]*:(?:[ \t]+(.*)|[ \t]*)$/;

/**
 * Front matter as VS Code reads it. It is no YAML: “**” needs no quotes, a field that stands twice counts once, and reading ends
 * at the first line that is no field. Without a closing line, the whole file is front matter.
 * Source: https://github.com/microsoft/vscode/blob/025b30c/src/vs/base/common/yaml.ts
 */
export function copilotHeader(text: string): CopilotHeader {
  const lines = text.split(/\r\n|\n/);
  const header = new Map<string, string | readonly string[]>();
  if (!FENCE.test(lines[0]!)) return header;
  const end = lines.findIndex((line, index) => index > 0 && FENCE.test(line));
  const body = lines.slice(1, end < 0 ? undefined : end);
  for (let index = 0; index < body.length; index++) {
    const line = body[index]!;
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, name, rest = ''] = FIELD.exec(line) ?? [];
    if (name === undefined) break;
    let next = index + 1;
    while (next < body.length && /^(?:[ \t]|-[ \t])|^\s*$/.test(body[next]!)) next++;
    const below = body.slice(index + 1, next);
    const { value, ends } = valueOf(rest, below, body.slice(index + 1));
    if (value !== undefined && !header.has(name)) header.set(name, value);
    if (ends) break;
    index = next - 1;
  }
  return header;
}

/**
 * @param first the rest of the field's own line
 * @param below the lines that belong to the field by their indentation, and `all` that follow it
 */
function valueOf(
  first: string,
  below: readonly string[],
  all: readonly string[],
): { value: string | readonly string[] | undefined; ends?: boolean } {
  const start = first.trimStart();
  if (/^["']/.test(start)) return quoted([start, ...all]);
  if (start.startsWith('[')) return { value: listIn([start, ...below].join(' ')) };
  if (start.startsWith('{')) return { value: undefined };
  if (/^[|>][+-]?\d*[ \t]*(?:#.*)?$/.test(start)) {
    const texts = below.map((line) => line.trim());
    return { value: texts.join(start.startsWith('|') ? '\n' : ' ').trim() };
  }
  const items = below.flatMap((line) => /^[ \t]*-[ \t]+(.*)$/.exec(line)?.[1] ?? []);
  if (withoutComment(start) === '' && items.length > 0)
    return { value: items.map((item) => unquoted(withoutComment(item))) };
  // A plain text ends at “: ”, where no field can begin.
  const colon = /:(?:[ \t]|$)/.exec(withoutComment(start));
  if (colon) return { value: start.slice(0, colon.index).trim(), ends: true };
  const continued = below.map((line) => withoutComment(line).trim()).filter(Boolean);
  return { value: [withoutComment(start), ...continued].join(' ').trim() };
}

/** A text in quotes, which may close on a later line; nothing is read behind what follows the quote. */
function quoted(lines: readonly string[]): { value: string; ends?: boolean } {
  const text = lines.join('\n');
  const mark = text[0]!;
  const inner = mark === '"' ? /^"((?:\\[^]|[^"\\])*)"/ : /^'((?:''|[^'])*)'/;
  const found = inner.exec(text);
  if (!found) return { value: folded(text.slice(1)), ends: true };
  const rest = text.slice(found[0].length).split('\n')[0]!;
  const value = mark === '"' ? found[1]!.replace(/\\(.)/g, '$1') : found[1]!.replaceAll("''", "'");
  return { value: folded(value), ends: found[0].includes('\n') || !/^[ \t]*(?:#.*)?$/.test(rest) };
}

function folded(text: string): string {
  return text.replace(/[ \t]*\n[ \t]*/g, ' ').trim();
}

function listIn(text: string): string[] {
  const inner = /^\[(.*?)\]/.exec(text)?.[1] ?? text.slice(1);
  return inner
    .split(',')
    .map((item) => unquoted(item.trim()))
    .filter(Boolean);
}

function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}

function withoutComment(text: string): string {
  return text.replace(/(?:^|[ \t])#.*$/, '').trim();
}
