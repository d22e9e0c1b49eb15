import type { AgentRule } from './agentRule';

/** What an agent reads of the instructions in a project. Each file stands in one of the lists. */
export interface Reading {
  /** The folder in which instructions were looked for. */
  readonly root: string;
  /** Read at the start, or with a request about the opened file; in order. */
  readonly loaded: readonly LoadedFile[];
  /** Joins when something happens. */
  readonly onDemand: readonly OtherFile[];
  /** The agent is told that the file exists, and may open it. */
  readonly listedOnly: readonly OtherFile[];
  /** Not for the opened file, or not in this folder. */
  readonly notLoaded: readonly OtherFile[];
  /** For no file, as long as the agent works in this folder. */
  readonly never: readonly OtherFile[];
  /** What the agent is sent, in order: texts of files, and what it puts between them. */
  readonly sent: readonly SentPart[];
  /** Whether the order of `loaded` is documented. */
  readonly isOrderKnown: boolean;
  /** What all files of the chain share. */
  readonly budget?: { readonly bytes: number; readonly spent: number } | undefined;
  /** What could not be read, as sentences. */
  readonly warnings: readonly string[];
}

export interface OtherFile {
  readonly path: string;
  /** As a sentence. */
  readonly why: string;
  readonly rule: AgentRule;
}

export interface LoadedFile extends OtherFile {
  readonly bytes: number;
  /** How many of its bytes are read, where the agent cuts it. */
  readonly keptBytes?: number | undefined;
  /** Bytes of the budget that files before it have spent, for a file that is charged to it. */
  readonly bytesBefore?: number | undefined;
  /** Why its text is not read here, as a sentence. */
  readonly unread?: string | undefined;
}

export interface SentPart {
  readonly text: string;
  /** The file that the text is of; undefined for what the agent adds. */
  readonly path?: string | undefined;
}

export type OtherList = 'onDemand' | 'listedOnly' | 'notLoaded' | 'never';

/** Collects what an agent reads. A file stays in the list that it is put into first. */
export class ReadingInProgress {
  readonly #loaded: LoadedFile[] = [];
  readonly #others: Record<OtherList, OtherFile[]> = { onDemand: [], listedOnly: [], notLoaded: [], never: [] };
  readonly #known = new Set<string>();
  readonly #realPaths = new Set<string>();
  readonly sent: SentPart[] = [];
  readonly warnings: string[] = [];

  has(path: string): boolean {
    return this.#known.has(path);
  }

  /** Whether a file is known by this path behind all links. */
  remembers(realPath: string): boolean {
    return this.#realPaths.has(realPath);
  }

  remember(realPath: string): void {
    this.#realPaths.add(realPath);
  }

  /** The files that were loaded by one of these rules. */
  loadedBy(...rules: readonly AgentRule[]): LoadedFile[] {
    return this.#loaded.filter(({ rule }) => rules.includes(rule));
  }

  load(file: LoadedFile): void {
    if (this.#isNew(file.path)) this.#loaded.push(file);
  }

  put(list: OtherList, path: string, why: string, rule: AgentRule): void {
    if (this.#isNew(path)) this.#others[list].push({ path, why, rule });
  }

  /** @param links to folders that are not read here, or such folders themselves, with where they lie */
  tellOfLinks(links: ReadonlyMap<string, string>): void {
    for (const [path, target] of links) {
      const place = path === target ? `${path} lies` : `${path} is a link to ${target},`;
      this.warnings.push(`${place} outside of the project. What is there is not listed here.`);
    }
  }

  /** @param of the reading as a whole */
  done(of: Pick<Reading, 'root' | 'isOrderKnown' | 'budget'>): Reading {
    return { ...of, ...this.#others, loaded: this.#loaded, sent: this.sent, warnings: this.warnings };
  }

  #isNew(path: string): boolean {
    if (this.#known.has(path)) return false;
    this.#known.add(path);
    return true;
  }
}

/** The text that an agent is sent. */
export function sentText({ sent }: Pick<Reading, 'sent'>): string {
  return sent.map(({ text }) => text).join('');
}

/** What is sent of one file. */
export function sentOf({ sent }: Pick<Reading, 'sent'>, path: string): string {
  return sent.flatMap((part) => (part.path === path ? part.text : [])).join('');
}

/** Whether something is cut, or is read for no file. */
export function hasLosses({ loaded, never }: Reading): boolean {
  return never.length > 0 || loaded.some(({ keptBytes }) => keptBytes !== undefined);
}

/** Whether an agent has any instructions here. */
export function isEmptyReading({ loaded, onDemand, listedOnly, notLoaded, never }: Reading): boolean {
  return [loaded, onDemand, listedOnly, notLoaded, never].every(({ length }) => length === 0);
}
