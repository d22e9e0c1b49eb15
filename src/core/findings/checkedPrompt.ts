import type { Outline } from '../text/outline/promptOutline';
import type { PromptFileKindId } from '../prompts/promptFileKinds';
import type { FolderFiles } from './files/folderFiles';

/** A text that a model reads, as rules see it. */
export interface CheckedPrompt {
  /** Its lines end with line feeds. */
  readonly text: string;
  readonly outline: Outline;
  readonly file: CheckedFile;
}

/** The file that a prompt stands in: in Markdown all of it is the prompt, in YAML and Prompty a part. */
export interface CheckedFile {
  readonly text: string;
  /** Undefined for a text that is not saved. */
  readonly path?: string;
  /** Undefined for a file that is a prompt only because somebody said so. */
  readonly kind?: PromptFileKindId;
  /** Undefined where other files are not known. Rules about them are silent then. */
  readonly folder?: FolderFiles;
}
