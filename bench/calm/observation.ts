import type { KindOfFile } from './kindOfFile';

/** A file to open in the editor. */
export interface FileToOpen {
  /** Its path in its repository, with forward slashes, one at the start. */
  readonly path: string;
  /** Where it lies on the disk. */
  readonly file: string;
  /** Whether something must be reported in it, which is then waited for. */
  readonly mustBeReported: boolean;
}

/** What the extension shows in one open file by itself. Lengths are in UTF-16 units. */
export interface Observation {
  readonly kind: KindOfFile;
  readonly lines: number;
  readonly characters: number;
  /** The extension's own, of all severities. */
  readonly diagnostics: readonly ObservedDiagnostic[];
  /** Characters that are shaded because they lie past a token limit. */
  readonly shaded: number;
  /** Whether somebody chose a token limit for the file. */
  readonly hasChosenLimit: boolean;
  readonly codeLenses: number;
  /** Marks where a model stops reading, as far as a light bulb in their line shows them. */
  readonly marks: number;
}

export interface ObservedDiagnostic {
  readonly severity: Severity;
  readonly start: Place;
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A line, and a UTF-16 unit in it, both from 0 on. */
export interface Place {
  readonly line: number;
  readonly character: number;
}
