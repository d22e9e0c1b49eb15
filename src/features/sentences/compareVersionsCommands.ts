import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { planComparison } from '../../core/sentences/comparison';
import { comparisonReport } from '../../core/sentences/comparisonReport';
import { measureComparison } from '../../core/sentences/measureComparison';
import { cancellableProgress } from '../../host/cancellableProgress';
import { notify } from '../../host/notify';
import { reportErrors } from '../../host/showErrorsToUser';
import type { ModelsInUse } from '../models/modelsInUse';
import { escapeMarkdown } from '../shared/escapeMarkdown';
import { fileName } from '../shared/nameOfPromptFile';
import { ReportPages } from '../shared/reportPages';
import { answersKeptFor } from './answersBesidePrompt';
import { lastCommit, namedVersion, pickVersion, type EarlierVersion } from './earlierVersion';
import { promptToCompare } from './promptToCompare';

/** Scheme of the addresses of reports, and of the old versions beside them. */
const SCHEME = 'left-context-comparison';
/** Versions whose reports can still show them as a diff. */
const MAX_DIFFS = 10;

const DIFF_HINT = '\n*Show Changes as a Diff*, the button above this report, opens both versions side by side.\n';

/** Two versions of a file as a diff. */
interface Diff {
  readonly then: vscode.Uri;
  readonly now: vscode.Uri;
  readonly title: string;
}

/**
 * “Compare with the Last Commit” and “Compare with Another Version…”: report what has become of the answers to a prompt, which
 * changes moved them, and how much of its start a cache can reuse. A button above the report shows the versions as a diff.
 */
export function registerCompareVersions(inference: Inference, models: ModelsInUse): vscode.Disposable {
  const pages = new ReportPages(SCHEME);
  const diffs = new Map<string, Diff>();
  const compareWith = async (
    earlierVersion: (document: vscode.TextDocument) => Promise<EarlierVersion | undefined>,
  ) => {
    const editor = vscode.window.activeTextEditor;
    const prompt = editor && promptToCompare(editor);
    if (!prompt) {
      notify('There is no prompt to compare here. Open one, or put the caret into a prompt of this file.');
      return;
    }
    const { document } = prompt;
    const model = models.reading(document);
    await reportErrors(async () => {
      const earlier = await earlierVersion(document);
      if (!earlier) return;
      const then = earlier.text === undefined ? undefined : prompt.readIn(earlier.text);
      const now = prompt.readIn(document.getText());
      if (!then || !now) {
        notify(`This prompt is new since ${earlier.name}, so there is nothing to compare. Pick a later version.`);
        return;
      }
      const plan = planComparison(then, now);
      if (then.text === now.text) {
        notify(`What models read of this prompt is as in ${earlier.name}. Change it, or compare with another version.`);
        return;
      }
      const comparison = await cancellableProgress('Comparing versions', async (signal, report) => {
        const options = { model: model.id, answers: await answersKeptFor(document), through: 'automatic' as const };
        return measureComparison(inference, options, plan, signal, (share) => report({ share }));
      });
      if (!comparison) return;
      const file = fileName(document);
      const text = comparisonReport({ file, earlier: earlier.name, model: model.label }, comparison, escapeMarkdown);
      const page = pages.add('Comparison.md', text + DIFF_HINT);
      const old = pages.add(file, earlier.text!);
      diffs.set(page.toString(), { then: old, now: document.uri, title: `${file} (${earlier.name} ↔ now)` });
      if (diffs.size > MAX_DIFFS) diffs.delete([...diffs.keys()][0]!);
      await pages.showReport(page);
    });
  };
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, pages),
    vscode.commands.registerCommand('leftContext.compareWithLastCommit', () => compareWith(lastCommit)),
    vscode.commands.registerCommand('leftContext.compareWithVersion', (name?: unknown) =>
      compareWith((document) => (typeof name === 'string' ? namedVersion(document, name) : pickVersion(document))),
    ),
    vscode.commands.registerCommand('leftContext.showComparedVersions', async (report?: unknown) => {
      const uri = report instanceof vscode.Uri ? report : activeReport();
      const diff = uri && diffs.get(uri.toString());
      // In preview mode, the diff would replace the report.
      const options = { preview: false };
      if (diff) await vscode.commands.executeCommand('vscode.diff', diff.then, diff.now, diff.title, options);
      else notify('The earlier version of this report is no longer known. Compare the versions again.');
    }),
  );
}

/** Address of the report in the active tab. */
function activeReport(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri : undefined;
}
