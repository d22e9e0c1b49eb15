import * as vscode from 'vscode';
import {
  acceptedBy,
  afterEdit,
  remainingText,
  type AcceptedText,
  type OfferedText,
} from '../../core/completion/detectAcceptedSuggestion';
import type { Edit } from '../../core/text/textEdit';
import type { GhostText } from './ghostText';

const KEY = 'acceptance';
/** Milliseconds that accepted text must stay unchanged to count as kept. */
const KEPT_AFTER_MS = 30_000;

/** Characters of ghost text that were accepted, and how many of them were still there half a minute later. */
export interface Tally {
  readonly accepted: number;
  readonly kept: number;
}

/** Counts accepted ghost text. Only the numbers are stored, in the extension's storage on this machine. */
export class AcceptanceTally implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #storage: vscode.Memento;
  readonly #listeners: vscode.Disposable;
  readonly #timers = new Set<NodeJS.Timeout>();
  /** Accepted text that has not been in place long enough yet. */
  readonly #recent = new Map<vscode.TextDocument, Set<{ accepted: AcceptedText }>>();
  /** The latest ghost text that VS Code was given. */
  #offered: (OfferedText & { readonly document: vscode.TextDocument }) | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(ghostText: GhostText, storage: vscode.Memento) {
    this.#storage = storage;
    this.#listeners = vscode.Disposable.from(
      ghostText.onDidOffer((offer) => (this.#offered = offer)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        for (const { rangeOffset, rangeLength, text } of contentChanges) {
          this.#applyEdit(document, { offset: rangeOffset, length: rangeLength, text });
        }
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.#recent.delete(document)),
    );
  }

  get tally(): Tally {
    return this.#storage.get<Tally>(KEY, { accepted: 0, kept: 0 });
  }

  dispose(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#listeners.dispose();
    this.#changed.dispose();
  }

  #applyEdit(document: vscode.TextDocument, edit: Edit): void {
    for (const entry of this.#recent.get(document) ?? []) entry.accepted = afterEdit(entry.accepted, edit);
    const offered = this.#offered?.document === document ? this.#offered : undefined;
    const text = acceptedBy(edit, offered);
    if (!offered || text === undefined) return;
    this.#offered = { ...remainingText(offered, text), document };
    this.#add({ accepted: text.length, kept: 0 });
    this.#watch(document, { offset: edit.offset, text });
  }

  /** Counts accepted text as kept unless an edit changes it in time. */
  #watch(document: vscode.TextDocument, accepted: AcceptedText): void {
    const entry = { accepted };
    const recent = this.#recent.get(document) ?? new Set();
    this.#recent.set(document, recent.add(entry));
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      recent.delete(entry);
      if (entry.accepted.offset !== undefined) this.#add({ accepted: 0, kept: accepted.text.length });
    }, KEPT_AFTER_MS);
    this.#timers.add(timer);
  }

  #add({ accepted, kept }: Tally): void {
    const before = this.tally;
    void this.#storage.update(KEY, { accepted: before.accepted + accepted, kept: before.kept + kept });
    this.#changed.fire();
  }
}
