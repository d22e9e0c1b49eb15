import type { FaultInExample } from './faultInExample';

/** What holds no tags: remarks, raw text and processing instructions. */
const NO_TAGS = /<!--(?:(?!<!--)[^]){0,5000}?-->|<!\[CDATA\[(?:(?!<!\[)[^]){0,5000}?\]\]>|<\?[^<>]{0,500}\?>/g;
const TAG = /<(\/?)([A-Za-z_][\w:.-]{0,80})(?:\s(?:[^<>"']|"[^"<]*"|'[^'<]*'){0,1000}?)?(\/?)>/g;
const LONGEST = 20_000;

interface Tag {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The first tag of an XML text that is closed by another one, or too late. Tags that are never closed can be placeholders. */
export function faultsOfXml(text: string): FaultInExample[] {
  if (text.length > LONGEST) return [];
  const open: Tag[] = [];
  for (const { 0: source, 1: slash, 2: name, 3: isEmpty, index } of visible(text).matchAll(TAG)) {
    const tag = { name: name!, start: index, end: index + source.length };
    if (isEmpty) continue;
    if (!slash) open.push(tag);
    else {
      const last = open.pop();
      if (!last) return [];
      if (last.name !== tag.name) return fault(text, last, tag, open);
    }
  }
  return [];
}

function fault(text: string, last: Tag, tag: Tag, open: readonly Tag[]): FaultInExample[] {
  const opensTwice = open.at(-1)?.name === last.name;
  const isClosedElsewhere = text.includes(`</${last.name}>`);
  const isOneOfThem = open.some(({ name }) => name === tag.name);
  if (opensTwice && !isClosedElsewhere) {
    return [{ ...place(last), what: `This <${last.name}> opens the tag again and does not close it.` }];
  }
  const opensOften = text.split(`<${last.name}`).length > text.split(`</${last.name}>`).length;
  if (isOneOfThem ? !isClosedElsewhere || !opensOften : text.includes(`<${tag.name}`) || !opensOften) return [];
  return [{ ...place(tag), what: `This </${tag.name}> comes while <${last.name}> is still open.` }];
}

function place({ start, end }: Tag): { start: number; end: number } {
  return { start, end };
}

function visible(text: string): string {
  return text.replace(NO_TAGS, (part) => ' '.repeat(part.length));
}
