import * as vscode from 'vscode';
import type { DocumentCount } from '../../src/features/tokens/countVisiblePrompts';
import { spansPastLimit } from '../../src/features/tokens/textPastLimit';
import { eventually, extension } from '../../test/host/editor';
import { kindOfFile } from './kindOfFile';
import type { FileToOpen, Observation, ObservedDiagnostic, Severity } from './observation';

/** Limits of files are checked 300 ms after a file is shown. The rest is for the disk. */
const UNTIL_CHECKED_MS = 700;
const LONGEST_CHECK_MS = 10_000;
const LONGEST_COUNT_MS = 30_000;
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/**
 * Opens a file, as a click in the explorer does, and tells what the extension shows in it by itself. VS Code tells no
 * extension which decorations an editor has. So shading is derived from the counts as `shadeTextPastLimit.ts` derives it, and
 * the mark where a model stops from the light bulb in its line, which `markWhereModelStops.ts` makes of the same list.
 *
 * @throws when the file cannot be opened, or is to be counted and is not
 */
export async function observeFile({ path, file, mustBeReported }: FileToOpen): Promise<Observation> {
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document, { preview: true });
  const text = document.getText();
  const kind = kindOfFile(path, text, document.languageId);
  const count = kind === 'other' ? undefined : await counted(document);
  await checked(document, mustBeReported);
  return {
    kind,
    lines: document.lineCount,
    characters: text.length,
    diagnostics: diagnosticsIn(document),
    shaded: count ? shadedCharacters(count) : 0,
    hasChosenLimit: count?.budget.strictBy !== undefined,
    codeLenses: await codeLensesIn(document),
    marks: count ? await marksIn(document, count) : 0,
  };
}

async function counted(document: vscode.TextDocument): Promise<DocumentCount> {
  const { tokenCounts } = await extension();
  const count = () => {
    const latest = tokenCounts.latest(document);
    return latest?.version === document.version && latest;
  };
  return eventually('its count', count, LONGEST_COUNT_MS);
}

/** Waits until limits of files have been checked: until something is reported, if it must be, or for a while. */
async function checked(document: vscode.TextDocument, mustBeReported: boolean): Promise<void> {
  const end = Date.now() + (mustBeReported ? LONGEST_CHECK_MS : UNTIL_CHECKED_MS);
  while (Date.now() < end && !(mustBeReported && diagnosticsIn(document).length > 0))
    await new Promise((resolve) => setTimeout(resolve, 50));
}

function diagnosticsIn({ uri }: vscode.TextDocument): ObservedDiagnostic[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source?.startsWith('Left Context'))
    .map(({ severity, range }) => ({
      severity: SEVERITIES[severity]!,
      start: { line: range.start.line, character: range.start.character },
    }));
}

function shadedCharacters(count: DocumentCount): number {
  if (!count.budget.strictBy) return 0;
  return spansPastLimit(count, count.budget.mainIndex).reduce((sum, { start, end }) => sum + end - start, 0);
}

/** All code lenses; VS Code's own extensions have none for Markdown and plain text. */
async function codeLensesIn({ uri }: vscode.TextDocument): Promise<number> {
  return (await vscode.commands.executeCommand<unknown[]>('vscode.executeCodeLensProvider', uri)).length;
}

/** The extension's light bulbs in the lines in which a model stops reading. */
async function marksIn(document: vscode.TextDocument, count: DocumentCount): Promise<number> {
  const spans = count.budget.counters.flatMap((_, index) => spansPastLimit(count, index));
  const lines = new Set(spans.map(({ start }) => document.positionAt(start).line));
  let bulbs = 0;
  for (const line of lines) {
    const actions = await vscode.commands.executeCommand<(vscode.CodeAction | vscode.Command)[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(line, 0, line, 0),
    );
    bulbs += actions.filter((action) => commandOf(action)?.startsWith('leftContext.')).length;
  }
  return bulbs;
}

function commandOf({ command }: vscode.CodeAction | vscode.Command): string | undefined {
  return typeof command === 'string' ? command : command?.command;
}
