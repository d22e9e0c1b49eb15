import type { CheckedPrompt } from '../checkedPrompt';
import type { Finding } from '../finding';
import { bareLoopVariables } from '../templates/bareLoopVariables';
import { isInCode, lineBefore } from '../templates/codeAround';
import { oddBraces } from '../templates/oddBraces';
import type { Rule } from '../rule';
import { isFilledByProgram } from '../templates/templateFiles';
import { templateTags, type TemplateTag } from '../templates/templateTags';
import { blockCount, unbalancedTags } from '../templates/unbalancedBlocks';

/** Braces of a template that are missing, so that its code is read as text. */
export const missingBraces: Rule = {
  id: 'missing-braces',
  title: 'Missing braces in a template',
  isOnByDefault: false,
  reads: 'prompt',
  find: (prompt) => {
    const tags = templateTags(prompt.text);
    return [...oddBraces(prompt.text), ...bareLoopVariables(prompt.text, tags), ...unclosedBlocks(prompt, tags)];
  },
};

function unclosedBlocks({ text, file }: CheckedPrompt, tags: readonly TemplateTag[]): Finding[] {
  const isTemplate = isFilledByProgram(file);
  if (!isTemplate && (blockCount(tags) < 2 || tags.some(({ start }) => isInCode(text, start)))) return [];
  // Sentences about templates mention tags: “Do not use it without {% if %}”.
  const unbalanced = unbalancedTags(tags).filter(({ tag }) => isTemplate || lineBefore(text, tag.start).trim() === '');
  return unbalanced.map(({ tag: { start, end }, name, counterpart }) => ({
    start,
    end,
    message: `“${name}” has no “${counterpart}”. The template cannot be filled, or the model reads its code as text.`,
  }));
}
