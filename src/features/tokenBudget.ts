import * as vscode from 'vscode';
import type { Inference } from '../contracts/inference';
import { promptBert } from '../core/models';
import { checkBudget, type Budget, type Fix } from '../core/tokenBudget';
import { toRange } from '../host/convert';
import { Latest } from '../host/latest';
import { activePrompt, isPrompt } from '../host/prompts';
import { quietly } from '../host/quietly';
import { onDidChangeSettings, setting } from '../host/settings';

const SOURCE = 'Left Context';
const PAUSE_MS = 80;

/** A document's budget, as of one version of its text. */
interface Counted {
  readonly version: number;
  readonly budget: Budget;
  readonly diagnostic: vscode.Diagnostic | undefined;
}

/** The token count in the status bar, a diagnostic where the model stops reading, and the fix that trims to fit. */
export function registerTokenBudget(inference: Inference, log: vscode.LogOutputChannel): vscode.Disposable {
  const feature = new TokenBudget(inference, log);
  return vscode.Disposable.from(
    feature,
    vscode.window.onDidChangeVisibleTextEditors(() => feature.countVisible()),
    vscode.window.onDidChangeActiveTextEditor(() => feature.showStatus()),
    vscode.workspace.onDidChangeTextDocument(({ document }) => feature.edited(document)),
    vscode.workspace.onDidCloseTextDocument((document) => feature.forget(document)),
    onDidChangeSettings(['include', 'budget.enabled', 'budget.limit', 'budget.warnFrom'], () => feature.recount()),
    vscode.languages.registerCodeActionsProvider({ pattern: '**' }, feature, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    vscode.commands.registerCommand('leftContext.trimToLimit', () => feature.trim()),
    vscode.commands.registerCommand('leftContext.goToLimit', () => feature.goToLimit()),
  );
}

class TokenBudget implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #inference: Inference;
  readonly #log: vscode.LogOutputChannel;
  readonly #diagnostics = vscode.languages.createDiagnosticCollection(SOURCE);
  readonly #status = vscode.window.createStatusBarItem('leftContext.budget', vscode.StatusBarAlignment.Right, 100);
  readonly #counting = new Map<vscode.TextDocument, Latest>();
  readonly #counted = new Map<vscode.TextDocument, Counted>();
  #pause: NodeJS.Timeout | undefined;

  constructor(inference: Inference, log: vscode.LogOutputChannel) {
    this.#inference = inference;
    this.#log = log;
    this.#status.name = 'Left Context: Token Budget';
    this.countVisible();
  }

  dispose(): void {
    clearTimeout(this.#pause);
    for (const latest of this.#counting.values()) latest.cancel();
    this.#diagnostics.dispose();
    this.#status.dispose();
  }

  edited(document: vscode.TextDocument): void {
    if (!this.#isVisible(document)) return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.countVisible(), PAUSE_MS);
  }

  /** Counts the visible prompts whose text has changed since they were last counted. */
  countVisible(): void {
    for (const { document } of vscode.window.visibleTextEditors) {
      if (this.#counted.get(document)?.version !== document.version) void this.#count(document);
    }
    this.showStatus();
  }

  recount(): void {
    for (const document of this.#counted.keys()) this.forget(document);
    this.countVisible();
  }

  forget(document: vscode.TextDocument): void {
    this.#counting.get(document)?.cancel();
    this.#counting.delete(document);
    this.#counted.delete(document);
    this.#diagnostics.delete(document.uri);
  }

  showStatus(): void {
    const document = activePrompt()?.document;
    const budget = document && this.#counted.get(document)?.budget;
    if (!budget) {
      this.#status.hide();
      return;
    }
    const severity = budget.finding?.severity;
    this.#status.text = `$(symbol-ruler) ${promptBert.label} ${budget.count} / ${budget.limit}`;
    this.#status.backgroundColor = severity && new vscode.ThemeColor(`statusBarItem.${severity}Background`);
    this.#status.command = severity === 'error' ? 'leftContext.goToLimit' : 'leftContext.attention.focus';
    this.#status.tooltip = tooltipFor(budget);
    this.#status.show();
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const counted = this.#counted.get(document);
    const { budget, diagnostic } = counted ?? {};
    if (!diagnostic || counted?.version !== document.version || !diagnostic.range.intersection(range)) return [];
    return (budget?.finding?.fixes ?? []).map((fix) => {
      const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
      action.edit = toEdit(document, fix);
      action.diagnostics = [diagnostic];
      action.isPreferred = true;
      return action;
    });
  }

  async trim(): Promise<void> {
    const document = activePrompt()?.document;
    if (!document) {
      void vscode.window.showInformationMessage('Open a prompt first: a Markdown or text file, for example.');
      return;
    }
    if (this.#counted.get(document)?.version !== document.version) await this.#count(document);
    const fix = this.#counted.get(document)?.budget.finding?.fixes[0];
    if (fix) await vscode.workspace.applyEdit(toEdit(document, fix));
    else void vscode.window.showInformationMessage('This prompt is within its token limit; there is nothing to trim.');
  }

  async goToLimit(): Promise<void> {
    const document = activePrompt()?.document;
    const finding = document && this.#counted.get(document)?.budget.finding;
    if (!document || finding?.severity !== 'error') {
      void vscode.window.showInformationMessage('This prompt is within its token limit.');
      return;
    }
    const limit = document.positionAt(finding.span.start);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(limit, limit) });
  }

  async #count(document: vscode.TextDocument): Promise<void> {
    if (!isPrompt(document) || !setting('budget.enabled', document)) return;
    const { version } = document;
    const text = document.getText();
    const tokens = await quietly(this.#log, 'Tokens not counted', () =>
      this.#latestOf(document).run((signal) => this.#inference.tokenize({ model: promptBert.id, text }, signal)),
    );
    if (!tokens || document.isClosed || document.version !== version) return;
    const limit = Math.min(setting('budget.limit', document), promptBert.contextLength);
    const warnFrom = setting('budget.warnFrom', document);
    const budget = checkBudget(text.length, tokens, { label: promptBert.label, limit, warnFrom });
    const diagnostic = diagnosticFor(document, budget);
    this.#counted.set(document, { version, budget, diagnostic });
    this.#diagnostics.set(document.uri, diagnostic && [diagnostic]);
    this.showStatus();
  }

  #latestOf(document: vscode.TextDocument): Latest {
    let latest = this.#counting.get(document);
    if (!latest) this.#counting.set(document, (latest = new Latest()));
    return latest;
  }

  #isVisible(document: vscode.TextDocument): boolean {
    return vscode.window.visibleTextEditors.some((editor) => editor.document === document);
  }
}

function diagnosticFor(document: vscode.TextDocument, { finding }: Budget): vscode.Diagnostic | undefined {
  if (!finding) return undefined;
  const severity = finding.severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const diagnostic = new vscode.Diagnostic(toRange(document, finding.span), finding.message, severity);
  diagnostic.source = SOURCE;
  diagnostic.code = 'token-limit';
  return diagnostic;
}

function toEdit(document: vscode.TextDocument, fix: Fix): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, toRange(document, fix.span), fix.text);
  return edit;
}

function tooltipFor({ count, limit, finding }: Budget): string {
  const tokens = `${count.toLocaleString('en')} of ${limit} tokens, [CLS] and [SEP] included.`;
  if (finding?.severity === 'error') return `${tokens}\n${count - limit} too many. Click to go to where reading stops.`;
  return `${tokens}\nCounted as the bert-base-uncased family does. Click to see where the words attend.`;
}
