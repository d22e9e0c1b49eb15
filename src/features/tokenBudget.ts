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
/** UTF-16 code units up to which a text is counted: hundreds of times what BERT reads. */
const LONGEST_TEXT = 500_000;

/** A document's budget, as of one version of its text. */
interface Counted {
  readonly version: number;
  readonly budget: Budget;
  readonly diagnostic: vscode.Diagnostic | undefined;
}

/** A count that is under way. */
interface Counting {
  readonly version: number;
  readonly result: Promise<Counted | undefined>;
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
    // A change of language closes a document and opens it anew.
    vscode.workspace.onDidOpenTextDocument(() => feature.countVisible()),
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
  readonly #latest = new Map<vscode.TextDocument, Latest>();
  readonly #counting = new Map<vscode.TextDocument, Counting>();
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
    for (const latest of this.#latest.values()) latest.cancel();
    this.#diagnostics.dispose();
    this.#status.dispose();
  }

  edited(document: vscode.TextDocument): void {
    if (!vscode.window.visibleTextEditors.some((editor) => editor.document === document)) return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.countVisible(), PAUSE_MS);
  }

  /** Counts the visible prompts whose text has changed since they were last counted. */
  countVisible(): void {
    for (const { document } of vscode.window.visibleTextEditors) void this.#count(document);
    this.showStatus();
  }

  recount(): void {
    for (const document of this.#counted.keys()) this.forget(document);
    this.countVisible();
  }

  forget(document: vscode.TextDocument): void {
    this.#latest.get(document)?.cancel();
    this.#latest.delete(document);
    this.#counting.delete(document);
    this.#counted.delete(document);
    this.#diagnostics.delete(document.uri);
    this.showStatus();
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
    const over = await this.#overLimit();
    if (over) await vscode.workspace.applyEdit(toEdit(over.document, over.finding.fixes[0]!));
  }

  async goToLimit(): Promise<void> {
    const over = await this.#overLimit();
    if (!over) return;
    const limit = over.document.positionAt(over.finding.span.start);
    await vscode.window.showTextDocument(over.document, { selection: new vscode.Range(limit, limit) });
  }

  /** The active prompt and what is wrong with it; undefined, and said why, when nothing is. */
  async #overLimit() {
    const document = activePrompt()?.document;
    const counted = document && (await this.#count(document));
    const finding = counted?.budget.finding;
    if (finding?.severity === 'error' && counted?.version === document?.version)
      return { document: document!, finding };
    void vscode.window.showInformationMessage(whyNot(document, counted));
    return undefined;
  }

  /** The budget of the document's present text; undefined when it is no prompt, too long, or was edited meanwhile. */
  #count(document: vscode.TextDocument): Promise<Counted | undefined> {
    const { version } = document;
    const counted = this.#counted.get(document);
    if (counted?.version === version) return Promise.resolve(counted);
    const underWay = this.#counting.get(document);
    if (underWay?.version === version) return underWay.result;
    const counting = { version, result: this.#countAnew(document) };
    this.#counting.set(document, counting);
    void counting.result.finally(() => {
      if (this.#counting.get(document) === counting) this.#counting.delete(document);
    });
    return counting.result;
  }

  async #countAnew(document: vscode.TextDocument): Promise<Counted | undefined> {
    if (!isPrompt(document) || !setting('budget.enabled', document)) return undefined;
    const { version } = document;
    const text = document.getText();
    if (text.length > LONGEST_TEXT) {
      this.forget(document);
      return undefined;
    }
    const tokens = await quietly(this.#log, 'Tokens not counted', () =>
      this.#latestOf(document).run((signal) => this.#inference.tokenize({ model: promptBert.id, text }, signal)),
    );
    if (!tokens || document.isClosed || document.version !== version) return undefined;
    const limits = { limit: setting('budget.limit', document), warnFrom: setting('budget.warnFrom', document) };
    const budget = checkBudget(text.length, tokens, { label: promptBert.label, ...limits });
    const diagnostic = diagnosticFor(document, budget);
    const counted = { version, budget, diagnostic };
    this.#counted.set(document, counted);
    this.#diagnostics.set(document.uri, diagnostic && [diagnostic]);
    this.showStatus();
    return counted;
  }

  #latestOf(document: vscode.TextDocument): Latest {
    let latest = this.#latest.get(document);
    if (!latest) this.#latest.set(document, (latest = new Latest()));
    return latest;
  }
}

function whyNot(document: vscode.TextDocument | undefined, counted: Counted | undefined): string {
  if (!document) return 'Open a prompt first: a Markdown or text file, for example.';
  if (counted) return 'This prompt is within its token limit.';
  if (!setting('budget.enabled', document)) return 'Counting is switched off here; see leftContext.budget.enabled.';
  if (document.getText().length > LONGEST_TEXT) return 'This text is too long to be counted as a prompt.';
  return 'The tokens could not be counted just now. Try again, or run “Left Context: Show Log”.';
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
