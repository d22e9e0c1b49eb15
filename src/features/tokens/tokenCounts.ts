import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import type { Inference } from '../../contracts/inference';
import type { CountResult } from '../../contracts/tokens';
import type { Edit } from '../../core/text/edit';
import { partsBetweenSeparators } from '../../core/text/separatorLines';
import type { Span } from '../../core/text/span';
import type { TokenCount } from '../../core/tokens/tokenBudget';
import { isPrompt } from '../../host/promptDocuments';
import { DocumentSync } from '../../host/documentSync';
import { logReason } from '../../host/logReason';
import { onDidChangeSettings, setting } from '../../host/settings';
import { budgetOf, separatorOf, type Budget } from './budgetSettings';

const PAUSE_MS = 40;
/** UTF-16 code units up to which a text is counted. */
export const LONGEST_TEXT = 20_000_000;

/** UTF-16 code units up to which a text is looked through for its parts with every change. */
export const LONGEST_OUTLINED = 300_000;

/** A document's tokens, as of one version of its text. */
export interface DocumentCount {
  readonly version: number;
  /** In UTF-16 code units. */
  readonly length: number;
  readonly budget: Budget;
  readonly main: CountResult;
  readonly others: readonly CountResult[];
  /** The parts between separators, each of which has the limit for itself; none when there is no separator. */
  readonly segments: readonly SegmentCount[];
}

export interface SegmentCount extends Span {
  readonly count: TokenCount;
}

/** A document as it is counted. */
interface Counting {
  /** That no other counting has, not even of the same document. */
  readonly name: string;
  readonly told: DocumentSync;
  /** Fires when the document is no longer counted. */
  readonly ended: AbortController;
  /** The latest count that was begun; the next one waits for it. */
  latest: Promise<unknown>;
}

/** Counts the prompts on show as they change; only the changes go to the inference process. */
export class TokenCounts implements vscode.Disposable {
  readonly #inference: Inference;
  readonly #log: vscode.LogOutputChannel;
  readonly #counting = new Map<vscode.TextDocument, Counting>();
  readonly #counts = new Map<vscode.TextDocument, DocumentCount>();
  /** Why a document could not be counted. */
  readonly #failures = new Map<vscode.TextDocument, string>();
  readonly #changed = new vscode.EventEmitter<vscode.TextDocument>();
  readonly #listening: vscode.Disposable;
  #countings = 0;
  /** Grows when settings change: counts that were begun before are void. */
  #settings = 0;
  #pause: NodeJS.Timeout | undefined;

  /** A document has another count now, or none any more. */
  readonly onDidCount = this.#changed.event;

  constructor(inference: Inference, log: vscode.LogOutputChannel) {
    this.#inference = inference;
    this.#log = log;
    this.#listening = vscode.Disposable.from(
      vscode.window.onDidChangeVisibleTextEditors(() => {
        this.#letGoOfHidden();
        this.#soon();
      }),
      // A change of language closes a document and opens it anew.
      vscode.workspace.onDidOpenTextDocument(() => this.#soon()),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      vscode.workspace.onDidChangeTextDocument((event) => this.#edited(event)),
      onDidChangeSettings(SETTINGS, () => this.recount()),
    );
    this.#soon();
  }

  dispose(): void {
    clearTimeout(this.#pause);
    for (const { ended } of this.#counting.values()) ended.abort();
    this.#listening.dispose();
    this.#changed.dispose();
  }

  /** How many texts the inference process holds for the next change. */
  get held(): number {
    return this.#counting.size;
  }

  /** The latest count, perhaps of an older version; undefined when there is none. */
  latest(document: vscode.TextDocument): DocumentCount | undefined {
    return this.#counts.get(document);
  }

  /** Why the document has no count, though it is to be counted; in words that say what to do. */
  failure(document: vscode.TextDocument): string | undefined {
    return this.#failures.get(document);
  }

  /** The count of the present text; undefined when it is no prompt, or cannot be counted. */
  async now(document: vscode.TextDocument): Promise<DocumentCount | undefined> {
    const latest = this.#counts.get(document);
    if (latest?.version === document.version) return latest;
    await this.#count(document, []);
    const counted = this.#counts.get(document);
    return counted?.version === document.version ? counted : undefined;
  }

  /** Tokens of parts of the present text, for each counter; undefined when it cannot be counted. */
  async inSpans(document: vscode.TextDocument, spans: readonly Span[]): Promise<readonly CountResult[] | undefined> {
    return this.#count(document, spans);
  }

  #edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (vscode.window.visibleTextEditors.some((editor) => editor.document === document)) {
      this.#counting.get(document)?.told.edited(editsOf(contentChanges));
      this.#soon();
    } else {
      // What nobody looks at is told anew when somebody does; a log file would pile up changes until then.
      this.#forget(document);
    }
  }

  #soon(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#countVisible(), PAUSE_MS);
  }

  #countVisible(): void {
    const documents = new Set(vscode.window.visibleTextEditors.map((editor) => editor.document));
    for (const document of documents) {
      if (this.#counts.get(document)?.version !== document.version) void this.#count(document, []);
    }
  }

  /** Counts everything on show anew. */
  recount(): void {
    this.#settings++;
    for (const document of [...this.#counts.keys(), ...this.#failures.keys()]) this.#drop(document);
    this.#countVisible();
  }

  /** Counts anew what could not be counted. */
  retry(): void {
    if (this.#failures.size === 0) return;
    for (const document of [...this.#failures.keys()]) this.#drop(document);
    this.#countVisible();
  }

  #forget(document: vscode.TextDocument): void {
    this.#letGoOf(document);
    this.#drop(document);
  }

  /** A prompt that is only open costs nothing but its numbers: it is told anew when it is edited on show again. */
  #letGoOfHidden(): void {
    const visible = new Set(vscode.window.visibleTextEditors.map((editor) => editor.document));
    for (const document of [...this.#counting.keys()]) if (!visible.has(document)) this.#letGoOf(document);
  }

  #letGoOf(document: vscode.TextDocument): void {
    const counting = this.#counting.get(document);
    this.#counting.delete(document);
    if (!counting) return;
    counting.ended.abort();
    const letGo = () => this.#inference.forget({ document: counting.name }, new AbortController().signal);
    void counting.latest.then(letGo).catch(() => undefined);
  }

  /** @param failure why there is no count, when there should be one */
  #drop(document: vscode.TextDocument, failure?: string): void {
    const hadCount = this.#counts.delete(document);
    const before = this.#failures.get(document);
    if (failure === undefined) this.#failures.delete(document);
    else this.#failures.set(document, failure);
    if (hadCount || failure !== before) this.#changed.fire(document);
  }

  /** One count of a document at a time, so that its changes are told in order. */
  async #count(document: vscode.TextDocument, spans: readonly Span[]): Promise<readonly CountResult[] | undefined> {
    if (!isCountable(document)) {
      this.#forget(document);
      return undefined;
    }
    const counting = this.#counting.get(document) ?? this.#begin(document);
    const result = counting.latest.then(() => this.#countNow(document, counting, spans));
    counting.latest = result;
    return result;
  }

  #begin(document: vscode.TextDocument): Counting {
    const name = `${++this.#countings} ${document.uri.toString()}`;
    const told = new DocumentSync(name, { read: () => document.getText(), length: () => lengthOf(document) });
    const counting = { name, told, ended: new AbortController(), latest: Promise.resolve() };
    this.#counting.set(document, counting);
    return counting;
  }

  async #countNow(
    document: vscode.TextDocument,
    { told, ended: { signal } }: Counting,
    spans: readonly Span[],
  ): Promise<readonly CountResult[] | undefined> {
    if (signal.aborted) return undefined;
    const settings = this.#settings;
    const budget = budgetOf(document);
    const count = (parts: readonly Span[]) =>
      told.count(this.#inference, [budget.main, ...budget.others], parts, signal);
    try {
      const counted = await count(spans);
      // All changes have been told, so this is the present version.
      const { version } = document;
      if (this.#counts.get(document)?.version === version) return counted;
      const parts = told.length <= LONGEST_OUTLINED ? partsOf(document) : [];
      const [inParts] = parts.length > 0 ? await count(parts) : [];
      if (signal.aborted || document.version !== version || this.#settings !== settings) return undefined;
      const [main, ...others] = counted;
      const segments = parts.map((part, index) => ({ ...part, count: inParts!.inSpans[index]! }));
      this.#failures.delete(document);
      this.#counts.set(document, { version, length: told.length, budget, main: main!, others, segments });
      this.#changed.fire(document);
      return counted;
    } catch (error) {
      if (signal.aborted) return undefined;
      const reason = errorText(error);
      if (this.#failures.get(document) !== reason)
        this.#log.warn(`Tokens not counted: ${logReason(error, budget.isNamedInPrompt)}`);
      this.#drop(document, reason);
      return undefined;
    }
  }
}

/** What stands between the separators of a document. */
function partsOf(document: vscode.TextDocument): Span[] {
  return partsBetweenSeparators(document.getText(), separatorOf(document));
}

const SETTINGS = [
  'include',
  'budget.enabled',
  'budget.model',
  'budget.limit',
  'budget.counters',
  'budget.warnFrom',
  'split.separator',
] as const;

function isCountable(document: vscode.TextDocument): boolean {
  return isPrompt(document) && setting('budget.enabled', document) && lengthOf(document) <= LONGEST_TEXT;
}

/** In UTF-16 code units, without putting the text together. */
export function lengthOf(document: vscode.TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}

/** VS Code gives the places of all changes in the text before them: the last one first, and none moves another. */
function editsOf(changes: readonly vscode.TextDocumentContentChangeEvent[]): Edit[] {
  return changes
    .toSorted((a, b) => b.rangeOffset - a.rangeOffset)
    .map(({ rangeOffset, rangeLength, text }) => ({ offset: rangeOffset, length: rangeLength, text }));
}
