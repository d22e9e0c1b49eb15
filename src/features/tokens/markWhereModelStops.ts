import * as vscode from 'vscode';
import { isPrompt } from '../../host/documentRole';
import { onDidChangeSettings, setting } from '../../host/settings';
import { escapeTableCell } from '../shared/escapeMarkdown';
import { formatCount } from '../shared/formatNumbers';
import type { BudgetCounter } from './budgetFromDirectiveOrSettings';
import type { TokenCounts } from './countVisiblePrompts';
import { makeStrictCommand } from './makeLimitStrict';
import { wordsBefore } from './wordsBefore';
import { spansPastLimit } from './textPastLimit';

const COUNT_FOR: vscode.Command = { title: 'Count for other models…', command: 'leftContext.countFor' };
const HIDE: vscode.Command = {
  title: 'Hide these marks',
  command: 'workbench.action.openSettings',
  arguments: ['leftContext.budget.mark'],
};

/** Where a model stops reading a prompt that need not keep its limit. */
interface Mark {
  readonly line: number;
  /** UTF-16 offset in the document of the first token that is not read. */
  readonly offset: number;
  readonly counter: BudgetCounter;
}

/**
 * In prompts, says at the end of a line where a model that is counted for stops reading, such as BERT after 512 tokens. The
 * mark is quiet: it is no problem, and nothing is shaded. Its hover and its light bulb offer to make the limit strict.
 */
export function registerStopMarks(counts: TokenCounts): vscode.Disposable {
  const type = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 3em' },
    isWholeLine: true,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  const marksIn = (document: vscode.TextDocument): Mark[] => {
    const count = counts.latest(document);
    if (count?.version !== document.version || !isPrompt(document) || !setting('budget.mark', document)) return [];
    const { counters, strictBy, mainIndex } = count.budget;
    return counters.flatMap((counter, index) =>
      // The place is not known where the tokenizer is not.
      (strictBy && index === mainIndex) || counter.factor !== undefined
        ? []
        : spansPastLimit(count, index).map(({ start }) => ({
            line: document.positionAt(start).line,
            offset: start,
            counter,
          })),
    );
  };
  const show = (editor: vscode.TextEditor) => {
    // After an edit, VS Code moves the marks with their lines until the next count.
    if (counts.latest(editor.document) && counts.latest(editor.document)?.version !== editor.document.version) return;
    const marks = marksIn(editor.document);
    const decorations = [...new Set(marks.map(({ line }) => line))].map((line) => {
      const texts = marks.filter((mark) => mark.line === line).map(({ counter }) => textOf(counter));
      return {
        range: editor.document.lineAt(line).range,
        renderOptions: { after: { contentText: texts.join(' · ') } },
      };
    });
    editor.setDecorations(type, decorations);
  };
  const showAll = () => vscode.window.visibleTextEditors.forEach(show);
  return vscode.Disposable.from(
    type,
    counts.onDidCount((document) =>
      vscode.window.visibleTextEditors.filter((editor) => editor.document === document).forEach(show),
    ),
    vscode.window.onDidChangeVisibleTextEditors(showAll),
    onDidChangeSettings(['budget.mark'], showAll),
    vscode.languages.registerHoverProvider(
      { pattern: '**' },
      {
        provideHover: (document, position) => {
          const { range } = document.lineAt(position.line);
          // The mark stands behind the line.
          if (position.character < range.end.character) return undefined;
          const marks = marksIn(document).filter(({ line }) => line === position.line);
          const texts = marks.map((mark) => hoverOf(document, mark));
          return texts.length > 0 ? new vscode.Hover(texts, new vscode.Range(range.end, range.end)) : undefined;
        },
      },
    ),
    vscode.languages.registerCodeActionsProvider(
      { pattern: '**' },
      {
        provideCodeActions: (document, range) =>
          marksIn(document)
            .filter(({ line }) => range.start.line <= line && line <= range.end.line)
            .flatMap(({ counter }) => [makeStrictCommand(document.uri, counter), COUNT_FOR, HIDE])
            .map((command) =>
              Object.assign(new vscode.CodeAction(command.title, vscode.CodeActionKind.QuickFix), { command }),
            ),
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}

function textOf({ name, limit }: BudgetCounter): string {
  return `${formatCount(limit!)} tokens: ${name} reads to here`;
}

function hoverOf(document: vscode.TextDocument, { counter, offset }: Mark): vscode.MarkdownString {
  const commands = [makeStrictCommand(document.uri, counter), COUNT_FOR, HIDE];
  const links = commands.map(
    ({ title, command, arguments: args = [] }) =>
      `[${title}](command:${command}?${encodeURIComponent(JSON.stringify(args))})`,
  );
  const text = new vscode.MarkdownString(
    `${counter.name} and models like it read ${formatCount(counter.limit!)} tokens and stop in this line, after “…` +
      `${escapeTableCell(wordsBefore(document, offset))}”. Models with a longer context window read on.\n\n` +
      links.join(' · '),
  );
  text.isTrusted = { enabledCommands: commands.map(({ command }) => command) };
  return text;
}
