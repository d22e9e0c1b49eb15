import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import { lineOf } from '../../core/findings/ignoredFindings';
import { ignoringComment } from '../../core/findings/ignoringComment';
import type { Edit } from '../../core/text/textEdit';
import type { Previews } from '../../host/diffPreviews';
import { notify } from '../../host/notify';
import { positionsIn } from '../../host/offsetsToRanges';
import { SECTION, setting } from '../../host/settings';
import type { CheckResult, Mark, PromptFindings } from './promptFindings';

/** What to do about a finding besides mending it. */
type Silence = 'here' | 'in this file' | 'in all files';

/** Quick fixes of findings: mend it after a diff, ignore it here or in this file, or switch off its rule. */
export function registerFindingQuickFixes(findings: PromptFindings, previews: Previews): vscode.Disposable {
  /** The finding of a rule at a UTF-16 offset, if the document has not changed. */
  const markAt = (uri: vscode.Uri, rule: string, start: number) => {
    const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
    const result = document && findings.latest(document);
    const mark = result?.marks.find(({ finding }) => finding.rule.id === rule && finding.start === start);
    return document && result && mark && { document, result, mark };
  };
  return vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider(
      { pattern: '**' },
      { provideCodeActions: (document, range) => actionsAt(document, findings.latest(document), range) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    vscode.commands.registerCommand('leftContext.mendFinding', async (uri: vscode.Uri, rule: string, start: number) => {
      const found = markAt(uri, rule, start);
      const fix = found?.mark.finding.fix;
      if (!fix) return;
      const { document, result } = found;
      const title = `${fix.title}: ${document.uri.path.split('/').at(-1)}`;
      await previews.confirm(document, result.version, textEdits(result, fix.edits), title, `${fix.title}?`);
    }),
    vscode.commands.registerCommand(
      'leftContext.silenceFinding',
      async (uri: vscode.Uri, rule: string, start: number, where: Silence) => {
        const found = markAt(uri, rule, start);
        if (found) await silence(found.document, found.result, found.mark, where);
      },
    ),
  );
}

function actionsAt(
  document: vscode.TextDocument,
  result: CheckResult | undefined,
  range: vscode.Range,
): vscode.CodeAction[] {
  const marks = (result?.marks ?? []).filter(({ diagnostic }) => diagnostic.range.intersection(range));
  return marks.flatMap(({ finding, diagnostic }) => {
    const { rule, fix } = finding;
    const action = (title: string, command: string, ...more: unknown[]) => {
      const all = [document.uri, rule.id, finding.start, ...more];
      const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      return Object.assign(made, { command: { title, command, arguments: all }, diagnostics: [diagnostic] });
    };
    const name = `“${rule.id}”`;
    const silence = (title: string, where: Silence) => action(title, 'leftContext.silenceFinding', where);
    const canBeNamed = vscode.workspace.getWorkspaceFolder(document.uri) !== undefined;
    return [
      ...(fix ? [Object.assign(action(fix.title, 'leftContext.mendFinding'), { isPreferred: true })] : []),
      ...(canBeNamed || ignoringComment(result!.file, finding) ? [silence(`Ignore ${name} here`, 'here')] : []),
      ...(canBeNamed ? [silence(`Ignore ${name} in this file`, 'in this file')] : []),
      silence(canBeNamed ? `Switch off ${name} in this folder` : `Switch off ${name}`, 'in all files'),
    ];
  });
}

async function silence(document: vscode.TextDocument, result: CheckResult, { finding }: Mark, where: Silence) {
  const { file } = result;
  const rule = finding.rule.id;
  if (where === 'in all files') {
    const rules = setting('findings.rules', document) as Record<string, unknown>;
    await update(document, 'findings.rules', { ...rules, [rule]: 'off' });
    return;
  }
  const comment = where === 'here' ? ignoringComment(file, finding) : undefined;
  if (comment) {
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, textEdits(result, [comment]));
    await vscode.workspace.applyEdit(edit);
    return;
  }
  const line = where === 'here' ? { line: lineOf(file.text, finding.start) } : {};
  const entry = { file: `/${escaped(file.path!)}`, rule, ...line };
  await update(document, 'findings.ignored', [...setting('findings.ignored', document), entry]);
}

/** A path as .gitignore has it, where brackets and stars stand for other characters. */
function escaped(path: string): string {
  return path.replace(/[\\[\]*?]| $/g, '\\$&');
}

/** Writes a setting for the document's folder, where the command line reads it too, or for the user. */
async function update(document: vscode.TextDocument, name: string, value: unknown): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  const { Global, WorkspaceFolder } = vscode.ConfigurationTarget;
  try {
    const settings = vscode.workspace.getConfiguration(SECTION, document.uri);
    await settings.update(name, value, folder ? WorkspaceFolder : Global);
  } catch (error) {
    notify(`The setting ${SECTION}.${name} cannot be written: ${errorText(error)}`, 'error');
  }
}

function textEdits({ file }: CheckResult, edits: readonly Edit[]): vscode.TextEdit[] {
  const positionOf = positionsIn(file.text, new vscode.Position(0, 0));
  return edits.map(({ offset, length, text }) =>
    vscode.TextEdit.replace(new vscode.Range(positionOf(offset), positionOf(offset + length)), text),
  );
}
