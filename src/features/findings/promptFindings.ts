import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import type { CheckedFile } from '../../core/findings/checkedPrompt';
import { checkInSteps, LONGEST_CHECKED, type FileFinding } from '../../core/findings/checkFile';
import { filesToRead } from '../../core/findings/files/filesToRead';
import type { FolderFiles } from '../../core/findings/files/folderFiles';
import { ignoredFindingsIn, notIgnored } from '../../core/findings/ignoredFindings';
import { pageOfRule } from '../../core/findings/pageOfRule';
import { rulesInUse } from '../../core/findings/rulesInUse';
import { promptFileKind } from '../../core/prompts/promptFileKinds';
import { Debounced } from '../../host/debounced';
import { isPrompt, onDidChangeRoles } from '../../host/documentRole';
import { FilesOfFolders, textOfFile } from '../../host/folderFiles';
import { Latest } from '../../host/latestJob';
import { positionsIn } from '../../host/offsetsToRanges';
import { readStructureInSlices } from '../../host/readStructureInSlices';
import { onDidChangeSettings, setting } from '../../host/settings';
import { lengthOf } from '../tokens/documentLength';

const SOURCE = 'Left Context';
const DELAY_MS = 300;

/** A finding and its entry in *Problems*. */
export interface Mark {
  readonly finding: FileFinding;
  readonly diagnostic: vscode.Diagnostic;
}

/** What was found in a version of a document. */
export interface CheckResult {
  readonly version: number;
  /** How often settings or the folder's files had changed. */
  readonly changes: number;
  readonly file: CheckedFile;
  readonly marks: readonly Mark[];
}

/** Lists the faults of visible prompts in *Problems*, as rules find them. */
export class PromptFindings implements vscode.Disposable {
  readonly #folders = new FilesOfFolders();
  readonly #log: vscode.LogOutputChannel;
  readonly #diagnostics = vscode.languages.createDiagnosticCollection(SOURCE);
  readonly #results = new Map<vscode.TextDocument, CheckResult>();
  /** Counts changes of settings and of the folder's files, which make results outdated. */
  #changes = 0;
  readonly #checking = new Latest();
  readonly #listeners: vscode.Disposable;
  readonly #checkSoon = new Debounced(DELAY_MS, () => void this.#checkAll());

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
    const checkAgain = () => {
      this.#changes++;
      this.#checkSoon.schedule();
    };
    this.#listeners = vscode.Disposable.from(
      this.#folders,
      this.#folders.onDidChange(checkAgain),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#checkSoon.schedule()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (isPrompt(document)) this.#checkSoon.schedule();
      }),
      // A change of language closes a document and opens it again.
      vscode.workspace.onDidOpenTextDocument(() => this.#checkSoon.schedule()),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      onDidChangeRoles(checkAgain),
      onDidChangeSettings(['findings.level', 'findings.rules', 'findings.ignored'], checkAgain),
    );
    this.#checkSoon.schedule();
  }

  dispose(): void {
    this.#checkSoon.cancel();
    this.#checking.cancel();
    this.#listeners.dispose();
    this.#diagnostics.dispose();
  }

  /** What was found in a document as it is now; undefined before it is checked. */
  latest(document: vscode.TextDocument): CheckResult | undefined {
    const result = this.#results.get(document);
    return result?.version === document.version ? result : undefined;
  }

  /** Checks the visible documents, and hidden ones with results, which a changed setting may affect. */
  async #checkAll(): Promise<void> {
    const visible = vscode.window.visibleTextEditors.map(({ document }) => document);
    await this.#checking.run(async (signal) => {
      for (const document of new Set([...visible, ...this.#results.keys()])) {
        if (signal.aborted) return;
        try {
          await this.#check(document, signal);
        } catch (error) {
          this.#log.error(`Findings in ${document.uri.path} are missing: ${errorText(error)}`);
        }
      }
    });
  }

  async #check(document: vscode.TextDocument, signal: AbortSignal): Promise<void> {
    const level = setting('findings.level', document);
    if (level === 'off' || !isPrompt(document) || lengthOf(document) > LONGEST_CHECKED) {
      this.#forget(document);
      return;
    }
    const { version } = document;
    const changes = this.#changes;
    if (this.latest(document)?.changes === changes) return;
    const rules = rulesInUse(setting('findings.rules', document) as Record<string, unknown>);
    const needsFolder = rules.some((rule) => rule.needsFolder);
    const file = await fileOf(document, needsFolder ? this.#folders : undefined);
    await readStructureInSlices(file.text);
    const checking = checkInSteps(file, rules);
    let step = checking.next();
    while (!step.done) {
      await new Promise((resolve) => setTimeout(resolve));
      if (signal.aborted || document.isClosed || document.version !== version) return;
      step = checking.next();
    }
    const findings = notIgnored(file, step.value, ignoredFindingsIn(setting('findings.ignored', document)));
    this.#show(document, { version, changes, file }, findings, level);
  }

  #show(
    document: vscode.TextDocument,
    checked: Omit<CheckResult, 'marks'>,
    findings: readonly FileFinding[],
    level: 'information' | 'warning',
  ): void {
    const positionOf = positionsIn(checked.file.text, new vscode.Position(0, 0));
    const rangeOf = ({ start, end }: { start: number; end: number }) =>
      new vscode.Range(positionOf(start), positionOf(end));
    // VS Code lists no hints in Problems.
    const { Warning, Information } = vscode.DiagnosticSeverity;
    const marks = findings.map((finding) => {
      const { rule, message, related } = finding;
      const severity = level === 'warning' ? Warning : Information;
      const diagnostic = new vscode.Diagnostic(rangeOf(finding), message, severity);
      diagnostic.source = SOURCE;
      diagnostic.code = { value: rule.id, target: vscode.Uri.parse(pageOfRule(rule)) };
      if (related) {
        const place = new vscode.Location(document.uri, rangeOf(related));
        diagnostic.relatedInformation = [new vscode.DiagnosticRelatedInformation(place, 'The other place.')];
      }
      return { finding, diagnostic };
    });
    this.#results.set(document, { ...checked, marks });
    this.#diagnostics.set(
      document.uri,
      marks.map(({ diagnostic }) => diagnostic),
    );
  }

  #forget(document: vscode.TextDocument): void {
    this.#results.delete(document);
    this.#diagnostics.delete(document.uri);
  }
}

/** A document as rules see it. */
async function fileOf(document: vscode.TextDocument, folders: FilesOfFolders | undefined): Promise<CheckedFile> {
  const { uri, languageId, isUntitled } = document;
  const text = document.getText().replaceAll('\r\n', '\n');
  if (isUntitled) return { text, path: languageId === 'yaml' ? 'untitled.yaml' : undefined };
  const workspaceFolder = vscode.workspace.getWorkspaceFolder(uri);
  const folder = workspaceFolder && (await folders?.of(workspaceFolder));
  const path = vscode.workspace.asRelativePath(uri, false);
  const file = { text, path, kind: promptFileKind(uri.path)?.id, folder };
  return { ...file, folder: folder && (await withTexts(folder, workspaceFolder!.uri, filesToRead(file))) };
}

/** A folder with the texts of some of its files. */
async function withTexts(folder: FolderFiles, root: vscode.Uri, paths: readonly string[]): Promise<FolderFiles> {
  const entries = paths.map(async (path) => [path, await textOfFile(vscode.Uri.joinPath(root, path))] as const);
  const texts = new Map(await Promise.all(entries));
  return { ...folder, read: (path) => texts.get(path) };
}
