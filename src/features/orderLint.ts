import * as vscode from 'vscode';
import { errorText } from '../core/errorText';
import type { Inference } from '../contracts/inference';
import type { WordBits } from '../core/expectation/needsRightContext';
import type { OrderFinding } from '../core/order/orderFindingTypes';
import { LONGEST_CHECKED_TEXT } from '../core/order/maxLengthForOrderLint';
import { findOrderProblems } from '../core/order/findOrderProblems';
import { orderFix } from '../core/order/orderQuickFix';
import { orderMessage } from '../core/order/orderFindingMessage';
import { Debounced } from '../host/debounced';
import { Latest } from '../host/latestJob';
import type { Previews } from '../host/diffPreviews';
import { activePrompt, isPrompt, onDidChangeRoles } from '../host/documentRole';
import type { ModelPause } from '../host/modelPause';
import { positionsIn } from '../host/offsetsToRanges';
import { readStructureInSlices } from '../host/readStructureInSlices';
import { onDidChangeSettings, setting, type Settings } from '../host/settings';
import type { TokenCounts } from './tokens/countVisiblePrompts';
import type { ModelsInUse } from './models/modelsInUse';
import { measurable } from './measuredOrderFindings';
import { titleOf, questionOf } from './titlesOfOrderFixes';
import { offsetOfLimit } from './offsetOfTokenLimit';
import { lengthOf } from './tokens/documentLength';

const SOURCE = 'Left Context: order';
const DELAY_MS = 300;

/** What findings depend on: a version of a document, and what its linting was configured with. */
interface LintState {
  readonly version: number;
  readonly level: Settings['order.lint'];
  /** UTF-16 offset into `text` of the token limit; undefined while the text is within it. */
  readonly limitOffset: number | undefined;
  /** The document's text with line feeds only. */
  readonly text: string;
  /** Whether the models have measured the findings. */
  readonly isMeasured: boolean;
}

interface LintResult extends LintState {
  readonly marks: readonly { readonly finding: OrderFinding; readonly diagnostic: vscode.Diagnostic }[];
}

/**
 * Marks text that is out of order for a model that reads from left to right. Rules find it; the models then measure whether
 * the right context explains it. A quick fix moves the needed text forward, after a diff.
 */
export class OrderLint implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #inference: Pick<Inference, 'rightContextWords'>;
  readonly #counts: TokenCounts;
  readonly #models: ModelsInUse;
  readonly #pause: Pick<ModelPause, 'reason'>;
  readonly #log: vscode.LogOutputChannel;
  readonly #diagnostics = vscode.languages.createDiagnosticCollection(SOURCE);
  readonly #results = new Map<vscode.TextDocument, LintResult>();
  readonly #linting = new Latest();
  readonly #measuring = new Latest();
  readonly #registrations: vscode.Disposable;
  readonly #lintSoon = new Debounced(DELAY_MS, () => void this.#lintAll());

  constructor(
    inference: Pick<Inference, 'rightContextWords'>,
    counts: TokenCounts,
    previews: Previews,
    models: ModelsInUse,
    pause: Pick<ModelPause, 'reason'>,
    log: vscode.LogOutputChannel,
  ) {
    this.#inference = inference;
    this.#counts = counts;
    this.#models = models;
    this.#pause = pause;
    this.#log = log;
    this.#registrations = vscode.Disposable.from(
      vscode.window.onDidChangeVisibleTextEditors(() => this.#lintSoon.schedule()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#lintSoon.schedule()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (isPrompt(document)) this.#lintSoon.schedule();
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      counts.onDidCount(() => this.#lintSoon.schedule()),
      onDidChangeRoles(() => this.#lintSoon.schedule()),
      onDidChangeSettings(['order.lint', 'completion.model', 'bothSides.model'], () => this.#lintSoon.schedule()),
      vscode.languages.registerCodeActionsProvider({ pattern: '**' }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
      vscode.commands.registerCommand('leftContext.moveEarlier', (uri: vscode.Uri, start: number) =>
        this.#fix(previews, uri, start),
      ),
    );
    this.#lintSoon.schedule();
  }

  dispose(): void {
    this.#lintSoon.cancel();
    this.#linting.cancel();
    this.#measuring.cancel();
    this.#registrations.dispose();
    this.#diagnostics.dispose();
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const result = this.#results.get(document);
    if (result?.version !== document.version) return [];
    return result.marks.flatMap(({ finding, diagnostic }) => {
      const title = titleOf(finding);
      if (!title || !diagnostic.range.intersection(range)) return [];
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      const command = { title, command: 'leftContext.moveEarlier', arguments: [document.uri, finding.start] };
      return Object.assign(action, { command, diagnostics: [diagnostic], isPreferred: true });
    });
  }

  /** Lints the visible documents, and hidden ones with results, which a changed setting may affect. */
  async #lintAll(): Promise<void> {
    const visible = vscode.window.visibleTextEditors.map(({ document }) => document);
    const isDone = await this.#linting.run(async (signal) => {
      for (const document of new Set([...visible, ...this.#results.keys()])) {
        if (signal.aborted) return false;
        await this.#lint(document, signal);
      }
      return true;
    });
    if (isDone) await this.#measure();
  }

  async #lint(document: vscode.TextDocument, signal: AbortSignal): Promise<void> {
    const level = setting('order.lint', document);
    if (level === 'off' || !isPrompt(document) || lengthOf(document) > LONGEST_CHECKED_TEXT) {
      this.#forget(document);
      return;
    }
    const state = {
      version: document.version,
      level,
      limitOffset: offsetOfLimit(document, this.#counts.latest(document)),
    };
    const previous = this.#results.get(document);
    const isUnchanged =
      previous?.version === state.version && previous.level === level && previous.limitOffset === state.limitOffset;
    if (isUnchanged) return;
    const text = document.getText().replaceAll('\r\n', '\n');
    await readStructureInSlices(text);
    if (signal.aborted || document.isClosed || document.version !== state.version) return;
    this.#show(document, { ...state, text, isMeasured: false }, findOrderProblems(text, state.limitOffset), []);
  }

  /** Measures the findings in the active prompt. */
  async #measure(): Promise<void> {
    this.#measuring.cancel();
    const document = activePrompt()?.document;
    const result = document && this.#results.get(document);
    const findings = (result?.marks ?? []).map(({ finding }) => finding);
    const spans = measurable(findings);
    if (!document || !result || result.isMeasured || spans.length === 0 || this.#pause.reason) return;
    const { text, version } = result;
    const request = { ...this.#models.sides(document), text, focus: spans[0]!.start, minLeftBits: 0, spans };
    try {
      const measured = await this.#measuring.run((signal) => this.#inference.rightContextWords(request, signal));
      if (!measured || document.version !== version || this.#results.get(document) !== result) return;
      this.#show(document, { ...result, isMeasured: true }, findings, measured.words);
    } catch (error) {
      this.#log.debug(`Order not measured: ${errorText(error)}`);
    }
  }

  #show(
    document: vscode.TextDocument,
    state: LintState,
    findings: readonly OrderFinding[],
    measured: readonly WordBits[],
  ): void {
    const { text, level } = state;
    const positionOf = positionsIn(text, new vscode.Position(0, 0));
    // VS Code lists no hints in Problems.
    const { Warning, Information } = vscode.DiagnosticSeverity;
    const marks = findings.map((finding) => {
      const { start, end, kind } = finding;
      const move = finding.move ?? finding.swapWith;
      const own = measured.filter((word) => word.start < end && start < word.end);
      const line = move && positionOf(move.start + blankLength(text, move.start)).line + 1;
      const range = new vscode.Range(positionOf(start), positionOf(end));
      const message = orderMessage(text, finding, line, own);
      const diagnostic = new vscode.Diagnostic(range, message, level === 'warning' ? Warning : Information);
      diagnostic.source = SOURCE;
      diagnostic.code = kind;
      return { finding, diagnostic };
    });
    this.#results.set(document, { ...state, marks });
    this.#diagnostics.set(
      document.uri,
      marks.map(({ diagnostic }) => diagnostic),
    );
  }

  /** Applies the quick fix of the finding that starts at a UTF-16 offset, after a diff. */
  async #fix(previews: Previews, uri: vscode.Uri, start: number): Promise<void> {
    const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
    const result = document && this.#results.get(document);
    const finding = result?.marks.find((mark) => mark.finding.start === start)?.finding;
    const fix = finding && orderFix(result.text, finding);
    if (!document || !fix) return;
    const positionOf = positionsIn(result.text, new vscode.Position(0, 0));
    const edits = fix.map(({ offset, length, text }) =>
      vscode.TextEdit.replace(new vscode.Range(positionOf(offset), positionOf(offset + length)), text),
    );
    const title = `${titleOf(finding)}: ${document.uri.path.split('/').at(-1)}`;
    await previews.confirm(document, result.version, edits, title, questionOf(finding));
  }

  #forget(document: vscode.TextDocument): void {
    this.#results.delete(document);
    this.#diagnostics.delete(document.uri);
  }
}

/** UTF-16 code units of white space at `start`. */
function blankLength(text: string, start: number): number {
  return /^\s*/.exec(text.slice(start))![0].length;
}
