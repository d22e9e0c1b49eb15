import * as vscode from 'vscode';
import { budgetFinding, type BudgetFinding } from '../../core/tokens/tokenLimitFinding';
import { toRange } from '../../host/offsetsToRanges';
import { activePrompt } from '../../host/promptSelector';
import { onDidChangeSettings, setting } from '../../host/settings';
import { labelOf } from '../../core/models/modelLabel';
import { notify } from '../../host/notify';
import type { DocumentCount, TokenCounts } from './countVisiblePrompts';
import { fixesFor } from './tokenLimitQuickFixes';
import { whyNoLimit } from './whyNothingIsPastLimit';

const SOURCE = 'Left Context';

/** Marks the text after the token limit with a diagnostic and a shade, and offers quick fixes to make the prompt fit. */
export function registerTokenLimitDiagnostics(counts: TokenCounts): vscode.Disposable {
  const limit = new TokenLimitDiagnostics(counts);
  return vscode.Disposable.from(
    limit,
    counts.onDidCount((document) => limit.update(document)),
    vscode.window.onDidChangeVisibleTextEditors(() => limit.shadeAll()),
    onDidChangeSettings(['budget.shade'], () => limit.shadeAll()),
    vscode.languages.registerCodeActionsProvider({ pattern: '**' }, limit, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    vscode.commands.registerCommand('leftContext.goToLimit', () => limit.goTo()),
  );
}

/** A document's findings, and the version that they belong to. */
interface DocumentFindings {
  readonly version: number;
  readonly findings: readonly { readonly finding: BudgetFinding; readonly diagnostic: vscode.Diagnostic }[];
}

class TokenLimitDiagnostics implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #counts: TokenCounts;
  readonly #diagnostics = vscode.languages.createDiagnosticCollection(SOURCE);
  readonly #findings = new Map<vscode.TextDocument, DocumentFindings>();
  readonly #unread = vscode.window.createTextEditorDecorationType({ opacity: '0.55' });
  /** A line before the first unread character, and a mark beside the scroll bar. */
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

  /** Shows the latest count's findings. */
  update(document: vscode.TextDocument): void {
    const count = this.#counts.latest(document);
    if (!count) {
      this.#findings.delete(document);
      this.#diagnostics.delete(document.uri);
    } else {
      const findings = findingsIn(count).map((finding) => ({ finding, diagnostic: diagnosticOf(document, finding) }));
      const problems = count.budget.problems.map((problem) =>
        diagnosticOf(document, { ...problem, severity: 'warning' }),
      );
      this.#findings.set(document, { version: count.version, findings });
      this.#diagnostics.set(document.uri, [...findings.map(({ diagnostic }) => diagnostic), ...problems]);
    }
    for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) this.#shade(editor);
  }

  shadeAll(): void {
    for (const editor of vscode.window.visibleTextEditors) this.#shade(editor);
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const { findings = [], version } = this.#findings.get(document) ?? {};
    const error = findings.find(
      ({ finding, diagnostic }) => finding.severity === 'error' && diagnostic.range.intersection(range),
    );
    const count = this.#counts.latest(document);
    if (!error || !count || version !== document.version) return [];
    return fixesFor(count).map((command, index) => {
      const action = new vscode.CodeAction(command.title, vscode.CodeActionKind.QuickFix);
      return Object.assign(action, { command, diagnostics: [error.diagnostic], isPreferred: index === 0 });
    });
  }

  /** Moves the caret to the token limit; tells why when the prompt has no text after it. */
  async goTo(): Promise<void> {
    const document = activePrompt()?.document;
    const count = document && (await this.#counts.now(document));
    const overLimit = count && findingsIn(count).find(({ severity }) => severity === 'error');
    if (overLimit) {
      const limit = document!.positionAt(overLimit.span.start);
      await vscode.window.showTextDocument(document!, { selection: new vscode.Range(limit, limit) });
    } else {
      notify(whyNoLimit(this.#counts, document));
    }
  }

  #shade(editor: vscode.TextEditor): void {
    const isShaded = setting('budget.shade', editor.document);
    const findings = isShaded ? (this.#findings.get(editor.document)?.findings ?? []) : [];
    const ranges = findings
      .filter(({ finding }) => finding.severity === 'error')
      .map(({ diagnostic }) => diagnostic.range);
    editor.setDecorations(this.#unread, ranges);
    editor.setDecorations(
      this.#ruler,
      ranges.map(({ start }) => new vscode.Range(start, start.translate(0, 1))),
    );
  }
}

/** Findings about the whole text, or about each of its segments when it is split. */
function findingsIn({ main, length, segments, budget }: DocumentCount): BudgetFinding[] {
  const parts = segments.length > 0 ? segments : [{ count: main, end: length }];
  return parts.flatMap(({ count, end }) => budgetFinding(count, end, labelOf(main.model), budget.warnFrom) ?? []);
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
