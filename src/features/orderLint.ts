import * as vscode from 'vscode';
import { errorText } from '../core/errorText';
import type { Inference } from '../contracts/inference';
import type { WordBits } from '../core/expectation/rightContext';
import type { OrderFinding } from '../core/order/orderFinding';
import { LONGEST_ORDERED, orderFindings } from '../core/order/orderFindings';
import { orderFix } from '../core/order/orderFix';
import { orderMessage } from '../core/order/orderMessage';
import { positionsIn } from '../host/ranges';
import { Latest } from '../host/latest';
import type { Previews } from '../host/previews';
import { activePrompt, isPrompt } from '../host/promptDocuments';
import type { Pause } from '../host/pause';
import { onDidChangeSettings, setting, type Settings } from '../host/settings';
import { lengthOf, type TokenCounts } from './tokens/tokenCounts';

const SOURCE = 'Left Context: order';
const PAUSE_MS = 300;
/** As many findings are measured; each takes a pass a token. */
const MOST_MEASURED = 20;
/** What the models can tell something of: whether what comes later explains these words. */
const MEASURED: readonly OrderFinding['kind'][] = ['forward-reference', 'late-introduction'];

const TITLES: Partial<Record<OrderFinding['kind'], string>> = {
  'forward-reference': 'Move what this points to before it',
  'late-introduction': 'Move the definition before its first use',
  'late-instruction': 'Move the instruction before what it governs',
  'past-window': 'Move the instruction to the front',
};

/** What a document was looked at for: one version of its text, whose lines end in line feeds here. */
interface State {
  readonly version: number;
  readonly level: Settings['order.lint'];
  /** Where reading stops, if it does. */
  readonly stopsAt: number | undefined;
  readonly text: string;
  readonly isMeasured: boolean;
}

interface Found extends State {
  readonly marks: readonly { readonly finding: OrderFinding; readonly diagnostic: vscode.Diagnostic }[];
}

/**
 * Marks what is out of order for a model that reads from left to right, while one writes. Rules find it; the models then
 * measure whether what comes later does explain it. A quick fix moves what is needed before what needs it, as a diff.
 */
export class OrderLint implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #inference: Pick<Inference, 'rightContextWords'>;
  readonly #counts: TokenCounts;
  readonly #rest: Pick<Pause, 'reason'>;
  readonly #log: vscode.LogOutputChannel;
  readonly #diagnostics = vscode.languages.createDiagnosticCollection(SOURCE);
  readonly #found = new Map<vscode.TextDocument, Found>();
  readonly #latest = new Latest();
  readonly #registrations: vscode.Disposable;
  #pause: NodeJS.Timeout | undefined;

  constructor(
    inference: Pick<Inference, 'rightContextWords'>,
    counts: TokenCounts,
    previews: Previews,
    rest: Pick<Pause, 'reason'>,
    log: vscode.LogOutputChannel,
  ) {
    this.#inference = inference;
    this.#counts = counts;
    this.#rest = rest;
    this.#log = log;
    this.#registrations = vscode.Disposable.from(
      vscode.window.onDidChangeVisibleTextEditors(() => this.#soon()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#soon()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (isPrompt(document)) this.#soon();
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      counts.onDidCount(() => this.#soon()),
      onDidChangeSettings(['order.lint', 'include', 'completion.model', 'bothSides.model'], () => this.#soon()),
      vscode.languages.registerCodeActionsProvider({ pattern: '**' }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
      vscode.commands.registerCommand('leftContext.moveEarlier', (uri: vscode.Uri, start: number) =>
        this.#move(previews, uri, start),
      ),
    );
    this.#soon();
  }

  dispose(): void {
    clearTimeout(this.#pause);
    this.#latest.cancel();
    this.#registrations.dispose();
    this.#diagnostics.dispose();
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const found = this.#found.get(document);
    if (found?.version !== document.version) return [];
    return found.marks.flatMap(({ finding, diagnostic }) => {
      const title = titleOf(finding);
      if (!title || !diagnostic.range.intersection(range)) return [];
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      const command = { title, command: 'leftContext.moveEarlier', arguments: [document.uri, finding.start] };
      return Object.assign(action, { command, diagnostics: [diagnostic], isPreferred: true });
    });
  }

  #soon(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      // Those that were looked at before, too: a setting may want them otherwise.
      const visible = vscode.window.visibleTextEditors.map(({ document }) => document);
      for (const document of new Set([...visible, ...this.#found.keys()])) this.#look(document);
      void this.#measure();
    }, PAUSE_MS);
  }

  #look(document: vscode.TextDocument): void {
    const level = setting('order.lint', document);
    if (level === 'off' || !isPrompt(document) || lengthOf(document) > LONGEST_ORDERED) {
      this.#forget(document);
      return;
    }
    const state = { version: document.version, level, stopsAt: this.#stopsAt(document) };
    const found = this.#found.get(document);
    const isSame = found?.version === state.version && found.level === level && found.stopsAt === state.stopsAt;
    if (isSame) return;
    const text = document.getText().replaceAll('\r\n', '\n');
    this.#show(document, { ...state, text, isMeasured: false }, orderFindings(text, state.stopsAt), []);
  }

  /** Where the model that the prompt is counted for stops reading it, if its count is of the present text. */
  #stopsAt(document: vscode.TextDocument): number | undefined {
    const count = this.#counts.latest(document);
    const isOver =
      count?.version === document.version && count.segments.length === 0 && count.main.count > count.main.limit;
    if (!isOver || !count.main.at) return undefined;
    return document.getText().slice(0, count.main.at.start).replaceAll('\r\n', '\n').length;
  }

  /** Asks the models of the words that were found in the prompt that has the focus. */
  async #measure(): Promise<void> {
    this.#latest.cancel();
    const document = activePrompt()?.document;
    const found = document && this.#found.get(document);
    const findings = (found?.marks ?? []).map(({ finding }) => finding);
    const spans = findings.filter(({ kind }) => MEASURED.includes(kind)).slice(0, MOST_MEASURED);
    if (!document || !found || found.isMeasured || spans.length === 0 || this.#rest.reason) return;
    const { text, version } = found;
    const models = { causal: setting('completion.model', document), masked: setting('bothSides.model', document) };
    const request = { ...models, text, focus: spans[0]!.start, minLeftBits: 0, spans };
    try {
      const measured = await this.#latest.run((signal) => this.#inference.rightContextWords(request, signal));
      if (!measured || document.version !== version || this.#found.get(document) !== found) return;
      this.#show(document, { ...found, isMeasured: true }, findings, measured.words);
    } catch (error) {
      this.#log.debug(`Order not measured: ${errorText(error)}`);
    }
  }

  #show(
    document: vscode.TextDocument,
    state: State,
    findings: readonly OrderFinding[],
    measured: readonly WordBits[],
  ): void {
    const { text, level } = state;
    const positionOf = positionsIn(text, new vscode.Position(0, 0));
    const { Warning, Hint } = vscode.DiagnosticSeverity;
    const marks = findings.map((finding) => {
      const { start, end, kind } = finding;
      const move = finding.move ?? finding.swap;
      const own = measured.filter((word) => word.start < end && start < word.end);
      const line = move && positionOf(move.start + countOfBlanks(text, move.start)).line + 1;
      const range = new vscode.Range(positionOf(start), positionOf(end));
      const message = orderMessage(text, finding, line, own);
      const diagnostic = new vscode.Diagnostic(range, message, level === 'warning' ? Warning : Hint);
      diagnostic.source = SOURCE;
      diagnostic.code = kind;
      return { finding, diagnostic };
    });
    this.#found.set(document, { ...state, marks });
    this.#diagnostics.set(
      document.uri,
      marks.map(({ diagnostic }) => diagnostic),
    );
  }

  async #move(previews: Previews, uri: vscode.Uri, start: number): Promise<void> {
    const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
    const found = document && this.#found.get(document);
    const finding = found?.marks.find((mark) => mark.finding.start === start)?.finding;
    const fix = finding && orderFix(found.text, finding);
    if (!document || !fix) return;
    const positionOf = positionsIn(found.text, new vscode.Position(0, 0));
    const edits = fix.map(({ offset, length, text }) =>
      vscode.TextEdit.replace(new vscode.Range(positionOf(offset), positionOf(offset + length)), text),
    );
    const title = `${titleOf(finding)}: ${document.uri.path.split('/').at(-1)}`;
    await previews.confirm(document, found.version, edits, title, questionOf(finding));
  }

  #forget(document: vscode.TextDocument): void {
    this.#found.delete(document);
    this.#diagnostics.delete(document.uri);
  }
}

/** Of the fix; undefined where there is none. */
function titleOf({ kind, move, swap }: OrderFinding): string | undefined {
  if (swap) return 'Spell it out where it is used first';
  return move && TITLES[kind];
}

function questionOf({ kind, to, swap }: OrderFinding): string {
  if (swap) return 'Change them round?';
  const isReworded = kind === 'forward-reference' || kind === 'late-instruction';
  const reworded = isReworded ? ' “Above” and “below” are turned round where they pointed.' : '';
  const heading = to?.headingBehind?.replace(/^#+ /, '');
  return `Move it?${reworded}${heading === undefined ? '' : ` What stands behind it gets a heading, “${heading}”.`}`;
}

function countOfBlanks(text: string, start: number): number {
  return /^\s*/.exec(text.slice(start))![0].length;
}
