import type { CheckedPrompt } from '../checkedPrompt';
import { fencesThatDoNotClose } from '../fences/fencesThatDoNotClose';
import type { Rule } from '../rule';

/** Finds code fences that swallow what follows them, as they are not closed or end too early. */
export const openFence: Rule = {
  id: 'open-fence',
  title: 'A code fence that swallows what follows',
  isOnByDefault: true,
  reads: 'prompt',
  find: ({ text }: CheckedPrompt) => fencesThatDoNotClose(text),
};
