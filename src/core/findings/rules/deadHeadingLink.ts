import { quotedAt } from '../../text/outline/promptOutline';
import type { CheckedPrompt } from '../checkedPrompt';
import type { Finding, Fix } from '../finding';
import { headingSlugs } from '../files/headingSlugs';
import { decoded, linksIn, type Link } from '../files/linksIn';
import { foldersAbove, normalPath } from '../files/pathsInFolder';
import type { FolderFiles } from '../files/folderFiles';
import type { Rule } from '../rule';

/** Finds links to headings that are gone. */
export const deadHeadingLink: Rule = {
  id: 'dead-heading-link',
  title: 'A link to a heading that does not exist',
  isOnByDefault: false,
  reads: 'file',
  needsFolder: true,
  find({ text, outline, file: { folder, path } }: CheckedPrompt): Finding[] {
    // What a program puts into a template may have the heading.
    if (path !== undefined && !MARKDOWN.test(path)) return [];
    const slugs = new Map<string, readonly string[]>();
    const slugsOf = (target: string): readonly string[] | undefined => {
      const known = slugs.get(target);
      if (known) return known;
      const linked = target === '' ? text : textAt(target, path, folder);
      const found = linked === undefined ? undefined : headingSlugs(linked);
      if (found) slugs.set(target, found);
      return found;
    };
    return linksIn(text).flatMap((link) => {
      if (quotedAt(outline, link.start)) return [];
      const [, target, fragment] = LINK.exec(link.target) ?? [];
      if (fragment === undefined || NO_HEADING.test(fragment)) return [];
      const found = slugsOf(target!);
      // A file without headings may be one that something else renders.
      if (!found || found.length === 0 || found.some((slug) => loosely(slug) === loosely(fragment))) return [];
      const where = target === '' ? '' : ` in “${decoded(target!)}”`;
      const { start, end } = link.targetSpan;
      const message = `No heading${where} answers to “#${decoded(fragment)}”. The link leads nowhere, so the model has to guess which part is meant.`;
      return [{ start, end, message, fix: renamed(link, fragment, found) }];
    });
  },
};

const MARKDOWN = /\.(?:md|mdx|markdown|mdc)$/i;
/** “#setup”, “guide.md#setup”, but no address of the web. */
const LINK = /^((?![a-z][\w+.-]*:|\/\/)[^#?]*(?:\.(?:md|mdx|markdown|mdc))|)#([^#]+)$/i;
/** Placeholders, lines of a file, searches for text, and the top of a page. */
const NO_HEADING =
  /[{}<>*$|…]|\.\.\.|^L\d+|^:~:|^\/|^!|^top$|^(?:anchor|section|heading|link|id|section-name|heading-name)$/i;

function textAt(target: string, from: string | undefined, folder: FolderFiles | undefined): string | undefined {
  if (!folder || from === undefined) return undefined;
  const paths = foldersAbove(from).map((base) => normalPath(`${base}/${decoded(target)}`));
  const found = paths.find((path) => path !== undefined && folder.has(path));
  return found === undefined ? undefined : folder.read(found);
}

/** Letters and digits: hosts make names of headings in different ways, and a model reads over the rest. */
function loosely(slug: string): string {
  return decoded(slug)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** Where exactly one heading fits: it has another number, or goes on: “#setup” and “2. Setup”, “Setup on Windows”. */
function renamed({ targetSpan: { end } }: Link, fragment: string, slugs: readonly string[]): Fix | undefined {
  const withoutNumber = (slug: string) => loosely(slug).replace(/^\d+|\d+$/g, '');
  const wanted = withoutNumber(fragment);
  const isPart = (slug: string) => slug.startsWith(`${decoded(fragment).toLowerCase()}-`);
  const fitting = slugs.filter((slug) => withoutNumber(slug) === wanted || isPart(slug));
  if (wanted === '' || fitting.length !== 1) return undefined;
  const edit = { offset: end - fragment.length, length: fragment.length, text: fitting[0]! };
  return { title: `Link to “#${fitting[0]}”`, edits: [edit] };
}
