import type { CheckedPrompt } from './checkedPrompt';
import type { Finding } from './finding';

/** Finds one kind of fault. */
export interface Rule {
  /** Names it in settings, comments and reports; also the name of its page in docs/findings. */
  readonly id: string;
  /** What it finds, as a noun phrase: “An announcement that nothing follows”. */
  readonly title: string;
  /**
   * Whether nine of ten of its findings in texts of strangers were right. Rules without that are off until somebody switches them on.
   */
  readonly isOnByDefault: boolean;
  /**
   * What it is given: each prompt text of a file, or the file as one text, with its front matter.
   */
  readonly reads: 'prompt' | 'file';
  /** Whether it asks for the other files of the folder. */
  readonly needsFolder?: true;
  find(prompt: CheckedPrompt): Finding[];
}
