import type { TemplateTag } from './templateTags';

/** A tag that opens or closes a block of a template, and whose counterpart is missing. */
export interface UnbalancedTag {
  readonly tag: TemplateTag;
  /** “{% if %}”, “{{#each}}” */
  readonly name: string;
  /** “{% endif %}”, “{{/each}}” */
  readonly counterpart: string;
}

interface BlockTag {
  readonly tag: TemplateTag;
  readonly word: string;
  readonly isOpening: boolean;
}

/** No prompt that people write has as many; the search is quadratic. */
const MOST_TAGS = 2000;
const JINJA_BLOCK = /^\s*(end)?(if|for|macro|call|filter|with|autoescape|unless|case|capture)\b/;
/** {{#each items}}, {{/each}}; not {{#sys.query#}} of Dify. */
const HANDLEBARS_BLOCK = /^\s*([#^/])\s*([A-Za-z][\w.-]*)(?![^]*#\s*$)/;

/** The tags of blocks that are not closed, or not open, in order. */
export function unbalancedTags(tags: readonly TemplateTag[]): UnbalancedTag[] {
  const blockTags = tags.flatMap(blockTagOf);
  if (blockTags.length > MOST_TAGS) return [];
  const open: BlockTag[] = [];
  const unbalanced: BlockTag[] = [];
  for (const each of blockTags) {
    if (each.isOpening) {
      open.push(each);
      continue;
    }
    const index = open.findLastIndex(({ word, tag }) => word === each.word && tag.isStatement === each.tag.isStatement);
    if (index < 0) unbalanced.push(each);
    else unbalanced.push(...open.splice(index).slice(1));
  }
  return [...unbalanced, ...open].sort((a, b) => a.tag.start - b.tag.start).map(describe);
}

/** How many blocks are open and closed again. */
export function blockCount(tags: readonly TemplateTag[]): number {
  return tags.flatMap(blockTagOf).filter(({ isOpening }) => !isOpening).length;
}

function blockTagOf(tag: TemplateTag): BlockTag[] {
  const [, mark, word] = (tag.isStatement ? JINJA_BLOCK : HANDLEBARS_BLOCK).exec(tag.inner) ?? [];
  // {{#runtime-import file}} of GitHub's agents is not closed.
  if (word === undefined || word.endsWith('import')) return [];
  return [{ tag, word, isOpening: mark !== 'end' && mark !== '/' }];
}

function describe({ tag, word, isOpening }: BlockTag): UnbalancedTag {
  const opening = tag.isStatement ? `{% ${word} %}` : `{{#${word}}}`;
  const closing = tag.isStatement ? `{% end${word} %}` : `{{/${word}}}`;
  return isOpening ? { tag, name: opening, counterpart: closing } : { tag, name: closing, counterpart: opening };
}
