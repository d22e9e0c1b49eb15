import type { Span } from '../text/span';

/** A prompt inside a document. */
export interface PromptText {
  /** Where it stands, for people: `prompts[0]` or `agents.writer.system_prompt`. */
  readonly name: string;
  /** The text that the program reads. */
  readonly text: string;
  /** The source of the text in the document, in UTF-16 units. */
  readonly span: Span;
  /** Parts of the document that are the text when put together; undefined where the text is written differently. */
  readonly pieces?: readonly Span[];
}

/** The prompts in a YAML document, in the order of the document. */
export function promptTextsInYaml(document: string): PromptText[] {
  void document;
  return [];
}
