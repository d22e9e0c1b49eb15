import * as vscode from 'vscode';
import { budgetFinding, type BudgetFinding } from '../../core/tokens/tokenBudget';
import { toRange } from '../../host/ranges';
import { activePrompt } from '../../host/promptDocuments';
import { onDidChangeSettings, setting } from '../../host/settings';
import { labelOf } from '../../core/models/modelSpec';
import { notify } from '../../host/notify';
import { LONGEST_TEXT, lengthOf, type DocumentCount, type TokenCounts } from './tokenCounts';
import type { TrimWay } from './trimPrompt';

const SOURCE = 'Left Context';

/** A diagnostic where the model stops reading, the text behind it shaded, and quick fixes that make it fit. */
export function registerTokenLimitDiagnostics(counts: TokenCounts): vscode.Disposable {
  const limit = new TokenLimit(counts);
  return vscode.Disposable.from(
    limit,
    counts.onDidCount((document) => limit.show(document)),
    vscode.window.onDidChangeVisibleTextEditors(() => limit.shadeAll()),
    onDidChangeSettings(['budget.shade'], () => limit.shadeAll()),
    vscode.languages.registerCodeActionsProvider({ pattern: '**' }, limit, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    vscode.commands.registerCommand('leftContext.goToLimit', () => limit.goTo()),
  );
}

/** What was found in a document, as of one version of its text. */
interface Found {
  readonly version: number;
  readonly findings: readonly { readonly finding: BudgetFinding; readonly diagnostic: vscode.Diagnostic }[];
}

class TokenLimit implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #counts: TokenCounts;
  readonly #diagnostics = vscode.languages.createDiagnosticCollection(SOURCE);
  readonly #found = new Map<vscode.TextDocument, Found>();
  readonly #unread = vscode.window.createTextEditorDecorationType({ opacity: '0.55' });
  /** The ruler: a line before the first character that is not read, and a mark beside the scroll bar. */
  readonly #ruler = vscode.window.createTextEditorDecorationType({
    borderStyle: 'solid',
    borderWidth: '0 0 0 2px',
    borderColor: new vscode.ThemeColor('editorError.foreground'),
    overviewRulerColor: new vscode.ThemeColor('editorError.foreground'),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
  });

  constructor(counts: TokenCounts) {
    this.#counts = counts;
  }

  dispose(): void {
    this.#diagnostics.dispose();
    this.#unread.dispose();
    this.#ruler.dispose();
  }

  show(document: vscode.TextDocument): void {
    const count = this.#counts.latest(document);
    if (!count) {
      this.#found.delete(document);
      this.#diagnostics.delete(document.uri);
    } else {
      const findings = findingsIn(count).map((finding) => ({ finding, diagnostic: diagnosticOf(document, finding) }));
      const problems = count.budget.problems.map((problem) =>
        diagnosticOf(document, { ...problem, severity: 'warning' }),
      );
      this.#found.set(document, { version: count.version, findings });
      this.#diagnostics.set(document.uri, [...findings.map(({ diagnostic }) => diagnostic), ...problems]);
    }
    for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) this.#shade(editor);
  }

  shadeAll(): void {
    for (const editor of vscode.window.visibleTextEditors) this.#shade(editor);
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const { findings = [], version } = this.#found.get(document) ?? {};
    const isHere = (at: vscode.Range) => at.intersection(range) !== undefined;
    const found = findings.find(({ finding, diagnostic }) => finding.severity === 'error' && isHere(diagnostic.range));
    const count = this.#counts.latest(document);
    if (!found || !count || version !== document.version) return [];
    return fixesFor(count).map((command, index) => {
      const action = new vscode.CodeAction(command.title, vscode.CodeActionKind.QuickFix);
      return Object.assign(action, { command, diagnostics: [found.diagnostic], isPreferred: index === 0 });
    });
  }

  async goTo(): Promise<void> {
    const document = activePrompt()?.document;
    const count = document && (await this.#counts.now(document));
    const over = count && findingsIn(count).find(({ severity }) => severity === 'error');
    if (over) {
      const limit = document!.positionAt(over.span.start);
      await vscode.window.showTextDocument(document!, { selection: new vscode.Range(limit, limit) });
    } else {
      notify(whyNoLimit(this.#counts, document));
    }
  }

  #shade(editor: vscode.TextEditor): void {
    const isWanted = setting('budget.shade', editor.document);
    const unread = isWanted ? (this.#found.get(editor.document)?.findings ?? []) : [];
    const ranges = unread
      .filter(({ finding }) => finding.severity === 'error')
      .map(({ diagnostic }) => diagnostic.range);
    editor.setDecorations(this.#unread, ranges);
    editor.setDecorations(
      this.#ruler,
      ranges.map(({ start }) => new vscode.Range(start, start.translate(0, 1))),
    );
  }
}

/** Of the whole text, or of each of its segments where it has some. */
function findingsIn({ main, length, segments, budget }: DocumentCount): BudgetFinding[] {
  const parts = segments.length > 0 ? segments : [{ count: main, end: length }];
  return parts.flatMap(({ count, end }) => budgetFinding(count, end, labelOf(main.model), budget.warnFrom) ?? []);
}

function fixesFor({ main, segments }: DocumentCount): vscode.Command[] {
  const atTheEnd: TrimWay = { keep: 'start', boundary: 'sentence' };
  const limit = main.limit.toLocaleString('en');
  const trims = [
    { title: `Trim to ${limit} tokens`, command: 'leftContext.trimToLimit', arguments: [atTheEnd] },
    { title: 'Trim in another way…', command: 'leftContext.trimToLimit' },
  ];
  // A prompt that is split already is not trimmed as a whole.
  return [
    ...(segments.length > 0 ? [] : trims),
    { title: 'Split into segments…', command: 'leftContext.split' },
    // Not every prompt is for the model that is counted for.
    { title: 'Count for another model…', command: 'leftContext.chooseModel', arguments: ['counting'] },
  ];
}

/** Why there is no place where reading stops. */
export function whyNoLimit(counts: TokenCounts, document: vscode.TextDocument | undefined): string {
  if (!document) return 'Open a prompt first: a Markdown or text file, for example.';
  const failure = counts.failure(document);
  if (failure) return failure;
  const count = counts.latest(document);
  if (count && count.segments.length > 0) return 'This prompt is split; each segment has the limit for itself.';
  if (count) return 'This prompt is within its token limit.';
  if (!setting('budget.enabled', document)) return 'Counting is switched off here; see leftContext.budget.enabled.';
  if (lengthOf(document) > LONGEST_TEXT) return 'This text is too long to be counted as a prompt.';
  return 'The tokens could not be counted just now. Try again, or run “Left Context: Show Log”.';
}

function diagnosticOf(
  document: vscode.TextDocument,
  { span, message, severity }: Pick<BudgetFinding, 'span' | 'message' | 'severity'>,
): vscode.Diagnostic {
  const { Error: Failure, Warning } = vscode.DiagnosticSeverity;
  const diagnostic = new vscode.Diagnostic(toRange(document, span), message, severity === 'error' ? Failure : Warning);
  diagnostic.source = SOURCE;
  diagnostic.code = 'token-limit';
  return diagnostic;
}
