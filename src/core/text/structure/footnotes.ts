import type { MarkdownConfig } from '@lezer/markdown';

const LABEL = /^\[\^[^\]\s]+\]:/;
/** Columns by which the paragraphs of a footnote are indented. */
const INDENT = 4;

/** Footnotes as GitHub writes them: “[^1]: Text”, with further paragraphs indented. */
export const FOOTNOTES: MarkdownConfig = {
  defineNodes: [
    {
      name: 'Footnote',
      block: true,
      composite: (_cx, line) => {
        if (line.next < 0) return true;
        if (line.indent < line.baseIndent + INDENT) return false;
        line.moveBaseColumn(line.baseIndent + INDENT);
        return true;
      },
    },
  ],
  parseBlock: [
    {
      name: 'Footnote',
      before: 'LinkReference',
      parse: (cx, line) => {
        const label = LABEL.exec(line.text.slice(line.pos));
        if (!label) return false;
        cx.startComposite('Footnote', line.pos);
        line.moveBase(line.pos + label[0].length);
        return null;
      },
      endLeaf: (_cx, line) => LABEL.test(line.text.slice(line.pos)),
    },
  ],
};
