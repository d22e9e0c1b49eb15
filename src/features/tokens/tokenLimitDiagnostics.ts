import * as vscode from 'vscode';
import { budgetFinding, type BudgetFinding } from '../../core/tokens/tokenLimitFinding';
import { activeEditorToRead } from '../../host/textToRead';
import { toRange } from '../../host/offsetsToRanges';
import { notify } from '../../host/notify';
import type { DocumentCount, TokenCounts } from './countVisiblePrompts';
import { countedSpans, spansPastLimit } from './textPastLimit';
import { fixesFor } from './tokenLimitQuickFixes';
import { whyNoLimit } from './whyNothingIsPastLimit';

const SOURCE = 'Left Context';

/** Marks the text after a token limit that somebody chose with a diagnostic, and offers quick fixes to make it fit. */
export function registerTokenLimitDiagnostics(counts: TokenCounts): vscode.Disposable {
  const limit = new TokenLimitDiagnostics(counts);
  return vscode.Disposable.from(
    limit,
    counts.onDidCount((document) => limit.update(document)),
    vscode.languages.registerCodeActionsProvider({ pattern: '**' }, limit, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    vscode.commands.registerCommand('leftContext.goToLimit', () => goToLimit(counts)),
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

  constructor(counts: TokenCounts) {
    this.#counts = counts;
  }

  dispose(): void {
    this.#diagnostics.dispose();
  }

  /** Shows the latest count's findings. */
  update(document: vscode.TextDocument): void {
    const count = this.#counts.latest(document);
    if (!count) {
      this.#findings.delete(document);
      this.#diagnostics.delete(document.uri);
      return;
    }
    const findings = findingsIn(count).map((finding) => ({ finding, diagnostic: diagnosticOf(document, finding) }));
    const problems = count.budget.problems.map((problem) =>
      diagnosticOf(document, { ...problem, severity: 'warning' }),
    );
    this.#findings.set(document, { version: count.version, findings });
    this.#diagnostics.set(document.uri, [...findings.map(({ diagnostic }) => diagnostic), ...problems]);
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
}

/** Moves the caret to where the main counter stops reading; tells why when there is no text after that. */
async function goToLimit(counts: TokenCounts): Promise<void> {
  const document = activeEditorToRead()?.document;
  const count = document && (await counts.now(document));
  const pastLimit = count && spansPastLimit(count, count.budget.mainIndex)[0];
  if (pastLimit) {
    const limit = document!.positionAt(pastLimit.start);
    await vscode.window.showTextDocument(document!, { selection: new vscode.Range(limit, limit) });
  } else {
    notify(whyNoLimit(counts, document));
  }
}

/** Findings about the whole text, or about each of its parts; none unless somebody chose the limit. */
function findingsIn(count: DocumentCount): BudgetFinding[] {
  const { budget } = count;
  if (!budget.strictBy) return [];
  return countedSpans(count, budget.mainIndex).flatMap(
    ({ count: tokens, end, counter }) => budgetFinding(tokens, end, counter.name, budget.warnFrom) ?? [],
  );
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
