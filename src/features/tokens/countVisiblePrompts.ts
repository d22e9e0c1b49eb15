import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import type { Inference } from '../../contracts/inference';
import type { CountResult } from '../../contracts/tokenRequests';
import type { Edit } from '../../core/text/textEdit';
import type { Span } from '../../core/text/span';
import type { TokenCount } from '../../core/tokens/countAgainstLimit';
import { Debounced } from '../../host/debounced';
import { onDidChangeCountingEngine } from '../../host/engines/countingEngine';
import { DocumentSync } from '../../host/sendTextChanges';
import { logReason } from '../../host/keepPromptTextOutOfLog';
import { onDidChangeRoles } from '../../host/documentRole';
import { promptTextsOf } from '../../host/promptTexts';
import { onDidChangeSettings } from '../../host/settings';
import { budgetOf, type Budget } from './budgetFromDirectiveOrSettings';
import { countedTextOf, textToCount, type CountedPart, type CountedText } from './countedText';
import { lengthOf } from './documentLength';
import { isCountable } from './whichDocumentsAreCounted';
import { COUNT_SETTINGS } from './settingsThatCountAgain';

const DELAY_MS = 40;
/** Time after which people wonder whether a document is counted. */
const LONG_MS = 300;

/** The token counts of one version of a document. */
export interface DocumentCount {
  readonly version: number;
  /** Length of the text in UTF-16 code units. */
  readonly length: number;
  readonly budget: Budget;
  /** One for each of the budget's counters. */
  readonly counts: readonly CountResult[];
  /** The count by the main counter. */
  readonly main: CountResult;
  /** The parts that have the limit for themselves, if the document has any; it has none as a whole then. */
  readonly parts: readonly PartCount[];
}

/** A part of a document, and its tokens by each of the budget's counters. Offsets refer to the document. */
export interface PartCount extends CountedPart {
  readonly counts: readonly TokenCount[];
  readonly main: TokenCount;
}

/** A document that is being counted, and its copy in the inference process. */
interface CountedDocument {
  /** The copy's name; never used again, not even for the same document. */
  readonly name: string;
  readonly sync: DocumentSync;
  /** Aborts when the document is no longer counted. */
  readonly released: AbortController;
  /** The latest count that was started; the next one waits for it. */
  latest: Promise<unknown>;
}

/** Counts the visible prompts and texts as they change. Sends only the edits to the inference process. */
export class TokenCounts implements vscode.Disposable {
  readonly #inference: Inference;
  readonly #log: vscode.LogOutputChannel;
  /** Documents with a copy in the inference process. */
  readonly #synced = new Map<vscode.TextDocument, CountedDocument>();
  readonly #counts = new Map<vscode.TextDocument, DocumentCount>();
  /** Why a document could not be counted. */
  readonly #failures = new Map<vscode.TextDocument, string>();
  /** Documents whose count takes long. */
  readonly #slow = new Set<vscode.TextDocument>();
  readonly #changed = new vscode.EventEmitter<vscode.TextDocument>();
  readonly #countSoon = new Debounced(DELAY_MS, () => this.#countVisible());
  readonly #listeners: vscode.Disposable;
  #copies = 0;
  /** Grows when the settings change, which makes running counts void. */
  #settingsVersion = 0;

  /** Fires when a document has a new count, or lost its count. */
  readonly onDidCount = this.#changed.event;

  constructor(inference: Inference, log: vscode.LogOutputChannel) {
    this.#inference = inference;
    this.#log = log;
    this.#listeners = vscode.Disposable.from(
      vscode.window.onDidChangeVisibleTextEditors(() => {
        this.#releaseHidden();
        this.#countSoon.schedule();
      }),
      // A change of language closes a document and opens it again.
      vscode.workspace.onDidOpenTextDocument(() => this.#countSoon.schedule()),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      vscode.workspace.onDidChangeTextDocument((event) => this.#handleEdits(event)),
      onDidChangeSettings(COUNT_SETTINGS, () => this.recount()),
      onDidChangeRoles(() => this.recount()),
      onDidChangeCountingEngine(() => this.recount()),
    );
    this.#countSoon.schedule();
  }

  dispose(): void {
    this.#countSoon.cancel();
    for (const { released } of this.#synced.values()) released.abort();
    this.#listeners.dispose();
    this.#changed.dispose();
  }

  /** How many documents have a copy in the inference process. */
  get syncedDocuments(): number {
    return this.#synced.size;
  }

  /** The latest count, possibly of an older version; undefined when there is none. */
  latest(document: vscode.TextDocument): DocumentCount | undefined {
    return this.#counts.get(document);
  }

  /** Why counting the document failed, and what to do next; undefined when it did not fail. */
  failure(document: vscode.TextDocument): string | undefined {
    return this.#failures.get(document);
  }

  /** Whether a document has no count yet, and counting it takes long. */
  isSlow(document: vscode.TextDocument): boolean {
    return this.#slow.has(document) && !this.#counts.has(document);
  }

  /** The count of the current text; undefined for a document that is neither prompt nor text or cannot be counted. */
  async now(document: vscode.TextDocument): Promise<DocumentCount | undefined> {
    const latest = this.#counts.get(document);
    if (latest?.version === document.version) return latest;
    await this.#count(document, []);
    const counted = this.#counts.get(document);
    return counted?.version === document.version ? counted : undefined;
  }

  /** The tokens of spans of the current document, for each counter; undefined when it cannot be counted. */
  async inSpans(document: vscode.TextDocument, spans: readonly Span[]): Promise<readonly CountResult[] | undefined> {
    return this.#count(document, spans);
  }

  #handleEdits({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (vscode.window.visibleTextEditors.some((editor) => editor.document === document)) {
      const sync = this.#synced.get(document)?.sync;
      if (promptTextsOf(document)) sync?.replaced();
      else sync?.edited(editsOf(contentChanges));
      this.#countSoon.schedule();
    } else {
      // A hidden document is sent again once it is visible; the edits of a log file would pile up until then.
      this.#forget(document);
    }
  }

  #countVisible(): void {
    const documents = new Set(vscode.window.visibleTextEditors.map((editor) => editor.document));
    for (const document of documents) {
      if (this.#counts.get(document)?.version !== document.version) void this.#count(document, []);
    }
  }

  /** Counts all visible prompts again. */
  recount(): void {
    this.#settingsVersion++;
    for (const document of [...this.#counts.keys(), ...this.#failures.keys()]) this.#drop(document);
    this.#countVisible();
  }

  /** Counts the prompts again whose count failed. */
  retry(): void {
    if (this.#failures.size === 0) return;
    for (const document of [...this.#failures.keys()]) this.#drop(document);
    this.#countVisible();
  }

  #forget(document: vscode.TextDocument): void {
    this.#release(document);
    this.#drop(document);
  }

  /** Releases the copies of hidden documents, which keep their counts. */
  #releaseHidden(): void {
    const visible = new Set(vscode.window.visibleTextEditors.map((editor) => editor.document));
    for (const document of [...this.#synced.keys()]) if (!visible.has(document)) this.#release(document);
  }

  #release(document: vscode.TextDocument): void {
    const counted = this.#synced.get(document);
    this.#synced.delete(document);
    if (!counted) return;
    counted.released.abort();
    const forget = () => this.#inference.forget({ document: counted.name }, new AbortController().signal);
    void counted.latest.then(forget).catch(() => undefined);
  }

  /** Deletes a document's count. @param failure why counting failed, if it did */
  #drop(document: vscode.TextDocument, failure?: string): void {
    const hadCount = this.#counts.delete(document);
    this.#slow.delete(document);
    const before = this.#failures.get(document);
    if (failure === undefined) this.#failures.delete(document);
    else this.#failures.set(document, failure);
    if (hadCount || failure !== before) this.#changed.fire(document);
  }

  /** Starts a count once the one before it is done, so that the edits arrive in order. */
  async #count(document: vscode.TextDocument, spans: readonly Span[]): Promise<readonly CountResult[] | undefined> {
    if (!isCountable(document)) {
      this.#forget(document);
      return undefined;
    }
    const counted = this.#synced.get(document) ?? this.#startSync(document);
    const result = counted.latest.then(() => this.#countNow(document, counted, spans));
    counted.latest = result;
    return result;
  }

  #startSync(document: vscode.TextDocument): CountedDocument {
    const name = `${++this.#copies} ${document.uri.toString()}`;
    const length = () => (promptTextsOf(document) ? textToCount(document).length : lengthOf(document));
    const sync = new DocumentSync(name, { read: () => textToCount(document), length });
    const counted = { name, sync, released: new AbortController(), latest: Promise.resolve() };
    this.#synced.set(document, counted);
    return counted;
  }

  async #countNow(
    document: vscode.TextDocument,
    { sync, released: { signal } }: CountedDocument,
    spans: readonly Span[],
  ): Promise<readonly CountResult[] | undefined> {
    if (signal.aborted) return undefined;
    const settingsVersion = this.#settingsVersion;
    const budget = budgetOf(document);
    const becomesSlow = setTimeout(() => {
      this.#slow.add(document);
      this.#changed.fire(document);
    }, LONG_MS);
    const count = async (parts: readonly Span[]) => {
      const results = await sync.count(this.#inference, budget.counters, parts, signal);
      // All edits have been sent, so these are counts of the current version.
      return results.map((result) => inDocument(result, countedTextOf(document)));
    };
    try {
      const counts = await count(spans.map(countedTextOf(document).fromDocument));
      const { version } = document;
      if (this.#counts.get(document)?.version === version) return counts;
      const { parts, spans: partSpans } = countedTextOf(document);
      const inParts = partSpans.length > 0 ? await count(partSpans) : [];
      if (signal.aborted || document.version !== version || this.#settingsVersion !== settingsVersion) return undefined;
      const partCounts = parts.map((part, index) => {
        const own = inParts.map(({ spanCounts }) => spanCounts[index]!);
        return { ...part, counts: own, main: own[budget.mainIndex]! };
      });
      this.#failures.delete(document);
      this.#slow.delete(document);
      const main = counts[budget.mainIndex]!;
      this.#counts.set(document, { version, length: lengthOf(document), budget, counts, main, parts: partCounts });
      this.#changed.fire(document);
      return counts;
    } catch (error) {
      if (signal.aborted) return undefined;
      const reason = errorText(error);
      if (this.#failures.get(document) !== reason)
        this.#log.warn(`Tokens not counted: ${logReason(error, budget.isNamedInPrompt)}`);
      this.#drop(document, reason);
      return undefined;
    } finally {
      clearTimeout(becomesSlow);
    }
  }
}

/** A count whose offsets refer to the document instead of the text that is counted. */
function inDocument(result: CountResult, { toDocument }: Pick<CountedText, 'toDocument'>): CountResult {
  const place = <Count extends TokenCount>(count: Count): Count => ({
    ...count,
    at: count.at && { start: toDocument(count.at.start), end: toDocument(count.at.end) },
  });
  return { ...place(result), spanCounts: result.spanCounts.map(place) };
}

/** Edits to apply in turn. VS Code's offsets refer to the text before all changes, so the last change comes first. */
function editsOf(changes: readonly vscode.TextDocumentContentChangeEvent[]): Edit[] {
  return changes
    .toSorted((a, b) => b.rangeOffset - a.rangeOffset)
    .map(({ rangeOffset, rangeLength, text }) => ({ offset: rangeOffset, length: rangeLength, text }));
}
