import type { MarkdownConfig } from '@lezer/markdown';

const OPENING = /^\$\$+[^$]*$/;
const CLOSING = /\$\$[ \t]*$/;

/** Mathematics between lines of dollar signs: “$$ … $$”; not in quotations, where such lines are text. */
export const MATH_BLOCKS: MarkdownConfig = {
  defineNodes: [{ name: 'Math', block: true }],
  parseBlock: [
    {
      name: 'Math',
      before: 'FencedCode',
      parse: (cx, line) => {
        if (!OPENING.test(line.text.slice(line.pos)) || cx.parentType().name === 'Blockquote') return false;
        const from = cx.lineStart + line.pos;
        const { baseIndent } = line;
        while (cx.nextLine()) {
          const hasLeftItsItem = line.next >= 0 && line.baseIndent < baseIndent;
          if (hasLeftItsItem) break;
          if (!CLOSING.test(line.text)) continue;
          cx.nextLine();
          break;
        }
        cx.addElement(cx.elt('Math', from, cx.prevLineEnd()));
        return true;
      },
      endLeaf: (_cx, line) => OPENING.test(line.text.slice(line.pos)),
    },
  ],
};
