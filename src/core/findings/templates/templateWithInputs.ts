import type { TemplateSyntax } from './variableUse';

/** A template with the inputs that its file declares. */
export interface TemplateWithInputs {
  readonly text: string;
  /** Offset in the file of an offset in the text. */
  inFile(offset: number): number;
  /** At least one. */
  readonly inputs: readonly string[];
  /** Undefined where the file does not say it. */
  readonly syntax?: TemplateSyntax;
}
