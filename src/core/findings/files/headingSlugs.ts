import { structureOf } from '../../text/structure/textStructure';

/** The names by which links reach headings and anchors of a text, in lower case, as GitHub makes them: “#1-setup-1”. */
export function headingSlugs(text: string): string[] {
  const slugs = new Map<string, number>();
  const all: string[] = [];
  for (const { kind, start, end } of structureOf(text).blocks) {
    if (kind !== 'heading') continue;
    const [own, plain] = slugsOfHeading(text.slice(start, end));
    if (own !== undefined) all.push(own);
    const before = slugs.get(plain) ?? 0;
    slugs.set(plain, before + 1);
    all.push(before === 0 ? plain : `${plain}-${before}`);
  }
  const inCode = Array.from(text.matchAll(LINE_AS_HEADING), ([line]) => slugOf(line.replace(/^[ \t#]+/, '')));
  const anchors = Array.from(text.matchAll(ANCHOR), ([, name]) => name!.toLowerCase());
  return [...new Set([...all, ...inCode, ...anchors])];
}

/** A heading wherever it stands: also in a code fence that somebody forgot to close, where a model still finds it. */
const LINE_AS_HEADING = /^[ \t]{0,8}#{1,6}[ \t][^\n]{1,200}$/gm;
/** “<a id="setup">”, “<h2 id='setup'>” */
const ANCHOR = /<[a-z][a-z0-9]{0,9}\s[^<>\n]{0,200}?(?:id|name)\s?=\s?["']([^"'\n]{1,100})["']/gi;
/** “Setup {#install}” */
const OWN = /\s*\{#([\w-]{1,100})\}\s*$/;

function slugsOfHeading(source: string): [own: string | undefined, plain: string] {
  const title = source
    .replace(/^[\s>]*(?:[-*+]\s+|\d+[.)]\s+)?#{1,6}[ \t]+/, '')
    .replace(/\n[-=\s>]*$|[ \t]#+\s*$/, '')
    .trim();
  return [OWN.exec(title)?.[1]!.toLowerCase(), slugOf(title.replace(OWN, ''))];
}

/** The name of a title, as GitHub makes it. */
export function slugOf(title: string): string {
  return title
    .replace(/!?\[([^[\]\n]{0,300})\]\([^()\n]{0,300}\)/g, '$1')
    .replace(/<[^<>\n]{1,200}>/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}
