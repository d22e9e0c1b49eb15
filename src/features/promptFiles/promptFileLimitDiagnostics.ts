import * as vscode from 'vscode';
import { findLimitExcess, type LimitExcess } from '../../core/prompts/findLimitExcess';
import { limitsOf, type PromptFileLimit } from '../../core/prompts/limitsOfPromptFiles';
import { promptFileKind } from '../../core/prompts/promptFileKinds';
import { isPrompt, onDidChangeRoles } from '../../host/documentRole';
import { Debounced } from '../../host/debounced';
import { logErrors } from '../../host/logBackgroundErrors';
import { onDidChangeSettings, setting } from '../../host/settings';
import { placeInChain } from './codexChain';
import { moveRestCommand } from './moveRestToNewFile';
import { positionInText, textThatAgentsRead } from './textThatAgentsRead';

const DELAY_MS = 300;
const SOURCE = 'Left Context';

/** What of a document an agent does not read, in one version of it. */
interface FileExcess {
  readonly version: number;
  readonly excess: LimitExcess;
  readonly diagnostic: vscode.Diagnostic;
}

/**
 * Warns at the place where an agent stops reading a prompt file of its kind, such as AGENTS.md after 32 KiB of its chain.
 * The first quick fix moves the rest to a file of its own.
 */
export function registerPromptFileLimits(log: vscode.LogOutputChannel): vscode.Disposable {
  const limits = new PromptFileLimits(log);
  const files = vscode.workspace.createFileSystemWatcher('**/AGENTS*.md');
  const check = () => limits.checkSoon();
  return vscode.Disposable.from(
    limits,
    files,
    files.onDidChange(check),
    files.onDidCreate(check),
    files.onDidDelete(check),
    vscode.workspace.onDidChangeTextDocument(check),
    vscode.workspace.onDidOpenTextDocument(check),
    vscode.workspace.onDidCloseTextDocument((document) => limits.forget(document)),
    vscode.window.onDidChangeVisibleTextEditors(check),
    onDidChangeRoles(check),
    onDidChangeSettings(['promptFiles.limits'], check),
    vscode.languages.registerCodeActionsProvider({ pattern: '**' }, limits, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
}

class PromptFileLimits implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #log: vscode.LogOutputChannel;
  readonly #diagnostics = vscode.languages.createDiagnosticCollection(`${SOURCE}: limits of prompt files`);
  readonly #found = new Map<vscode.TextDocument, FileExcess>();
  readonly #checkSoon = new Debounced(DELAY_MS, () => this.#checkVisible());

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
    this.checkSoon();
  }

  dispose(): void {
    this.#checkSoon.cancel();
    this.#diagnostics.dispose();
  }

  checkSoon(): void {
    this.#checkSoon.schedule();
  }

  forget(document: vscode.TextDocument): void {
    this.#found.delete(document);
    this.#diagnostics.delete(document.uri);
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const found = this.#found.get(document);
    if (found?.version !== document.version) return [];
    const { excess, diagnostic } = found;
    const { start, end } = diagnostic.range;
    // Anywhere on its lines: the place itself can be in the middle of a long one.
    if (range.end.line < start.line || range.start.line > end.line) return [];
    // Of a file that is not read at all, nobody would read where the rest is.
    const canMove = excess.limit.effect === 'cut off' && excess.span.start > 0;
    const moves = canMove ? [moveRestCommand(document, document.offsetAt(start))] : [];
    const source: vscode.Command = {
      title: `Read about this limit of ${excess.limit.agent}`,
      command: 'vscode.open',
      arguments: [vscode.Uri.parse(excess.limit.source)],
    };
    return [...moves, source].map((command) => {
      const action = new vscode.CodeAction(command.title, vscode.CodeActionKind.QuickFix);
      return Object.assign(action, { command, diagnostics: [diagnostic] });
    });
  }

  #checkVisible(): void {
    const documents = new Set(vscode.window.visibleTextEditors.map(({ document }) => document));
    for (const document of documents)
      void logErrors(this.#log, 'Limit of the prompt file not checked', () => this.#check(document));
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    const limits = limitsThatApply(document);
    if (limits.length === 0) {
      this.forget(document);
      return;
    }
    const { version } = document;
    const text = await textThatAgentsRead(document);
    const excess = await excessOf(document, text, limits);
    if (document.version !== version || document.isClosed) return;
    if (!excess) {
      this.forget(document);
      return;
    }
    const diagnostic = new vscode.Diagnostic(
      rangeOf(document, text, excess),
      excess.message,
      vscode.DiagnosticSeverity.Warning,
    );
    diagnostic.source = SOURCE;
    diagnostic.code = { value: 'prompt-file-limit', target: vscode.Uri.parse(excess.limit.source) };
    this.#found.set(document, { version, excess, diagnostic });
    this.#diagnostics.set(document.uri, [diagnostic]);
  }
}

/** The limits of a document's kind; none where it is no prompt, or where nobody wants to know. */
function limitsThatApply(document: vscode.TextDocument): readonly PromptFileLimit[] {
  const kind = promptFileKind(document.uri.path);
  return kind && isPrompt(document) && setting('promptFiles.limits', document) ? limitsOf(kind.id) : [];
}

async function excessOf(
  { uri }: vscode.TextDocument,
  text: string,
  limits: readonly PromptFileLimit[],
): Promise<LimitExcess | undefined> {
  const { kind } = limits[0]!;
  if (limits.every(({ part }) => part !== 'chain')) return findLimitExcess(kind, text)[0];
  const place = await placeInChain(uri);
  return place && findLimitExcess(kind, text, place)[0];
}

/** What is too long, or from where on the file is not read to the end of that line: a squiggle over pages would be noise. */
function rangeOf(document: vscode.TextDocument, read: string, { limit, span }: LimitExcess): vscode.Range {
  const range = new vscode.Range(positionInText(read, span.start), positionInText(read, span.end));
  if (limit.effect === 'refused') return range;
  const { text, range: line } = document.lineAt(range.start.line);
  const isBlank = text.slice(range.start.character).trim() === '';
  // A squiggle needs something to stand under.
  return isBlank ? line : new vscode.Range(range.start, line.end);
}
