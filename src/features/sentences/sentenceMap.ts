import * as vscode from 'vscode';
import type { SentenceEffects, SentenceProgress } from '../../contracts/sentenceRequests';
import type { RedundantParts } from '../../core/sentences/partEffect';
import type { Inference } from '../../contracts/inference';
import { errorText } from '../../core/errorText';
import { isAnswersFile } from '../../core/sentences/answers';
import { afterEdit, matters, type KnownEffect, type MeasuredParts } from '../../core/sentences/measuredParts';
import { partsOfPrompt } from '../../core/sentences/partsOfPrompt';
import { provisionalNoise } from '../../core/sentences/provisionalNoise';
import { ENGINE_SETTINGS } from '../../host/engines/engineRoles';
import type { ModelPause } from '../../host/modelPause';
import { ToggledOverlay, type OverlayContent, type OverlayStatus } from '../../host/toggledOverlay';
import { wayOutOf } from '../engines/wayOutOfFailure';
import type { ModelInUse, ModelsInUse } from '../models/modelsInUse';
import { decorationsOf, decorationTypes, type ShownPart } from './effectDecorations';
import { effectHover } from './effectHover';
import { promptToMeasure, type PromptToMeasure } from './promptToMeasure';
import { sentenceMapTooltip } from './sentenceMapTooltip';

/** Reading a whole prompt takes seconds, so somebody who types is let finish. */
const DELAY_MS = 900;

/** What is known of a document's parts. */
interface Measurement extends MeasuredParts {
  /** What it was measured with; what was measured with something else says nothing. */
  readonly with: string;
  readonly redundant: readonly RedundantParts[];
  readonly seenFrom: number;
  /** Tokens of the whole prompt and its longest answer. */
  readonly allTokens: number;
  /** False where a measurement was aborted: what it did not reach is not known. */
  readonly isDone: boolean;
  readonly through: SentenceEffects['through'] | undefined;
  readonly isLowerBound: boolean;
}

/**
 * The map of sentences: while switched on, shades each sentence, list item and heading of the prompt by what leaving it out
 * changes. After an edit, the edited ones and the five that changed most are measured again; the others are old.
 */
export class SentenceMap implements vscode.Disposable {
  readonly #inference: Inference;
  readonly #models: ModelsInUse;
  readonly #pause: Pick<ModelPause, 'reason'>;
  readonly #overlay: ToggledOverlay<OverlayContent>;
  readonly #registrations: vscode.Disposable;
  readonly #measured = new WeakMap<vscode.TextDocument, Measurement>();

  constructor(
    inference: Inference,
    models: ModelsInUse,
    pause: Pick<ModelPause, 'reason'>,
    log: vscode.LogOutputChannel,
  ) {
    this.#inference = inference;
    this.#models = models;
    this.#pause = pause;
    const statusItem = vscode.window.createStatusBarItem('leftContext.sentences', vscode.StatusBarAlignment.Right, 97);
    statusItem.name = 'Left Context: What Each Sentence Changes';
    this.#overlay = new ToggledOverlay({
      types: decorationTypes(),
      statusItem,
      delayMs: DELAY_MS,
      settings: ['completion.model', ...ENGINE_SETTINGS],
      clearedWhen: 'another prompt is active',
      noPrompt: 'The active editor shows no prompt. Open one to see what each of its sentences changes.',
      compute: (editor, signal, show) => this.#compute(editor, signal, show),
      failed: (error) => {
        const reason = errorText(error);
        log.warn(`Sentences not measured: ${reason}`);
        const { advice, command } = wayOutOf(error);
        return onlyStatus('$(list-flat) not measured', `${reason}\n${advice}`, command);
      },
    });
    const answersChanged = vscode.workspace.createFileSystemWatcher('**/*.answers.md');
    const refresh = () => this.#overlay.refresh();
    this.#registrations = vscode.Disposable.from(
      this.#overlay,
      answersChanged,
      answersChanged.onDidChange(refresh),
      answersChanged.onDidCreate(refresh),
      answersChanged.onDidDelete(refresh),
      vscode.workspace.onDidChangeTextDocument(({ document }) => isAnswersFile(document.uri.path) && refresh()),
      vscode.commands.registerCommand('leftContext.toggleSentenceMap', () => this.#overlay.toggle()),
      vscode.commands.registerCommand('leftContext.measureSentencesAgain', () => this.#measureAgain()),
      models.onDidChange(refresh),
    );
  }

  dispose(): void {
    this.#registrations.dispose();
  }

  /** Measures all sentences of the active prompt, also those that are old. */
  #measureAgain(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (document) this.#measured.delete(document);
    if (!this.#overlay.toggle(true)) this.#overlay.refresh();
  }

  async #compute(
    editor: vscode.TextEditor,
    signal: AbortSignal,
    show: (content: OverlayContent) => void,
  ): Promise<OverlayContent> {
    if (this.#pause.reason) {
      const tooltip = 'The models are paused, so nothing is measured. Click to resume them.';
      return onlyStatus('$(list-flat) paused', tooltip, 'leftContext.wake');
    }
    const prompt = await promptToMeasure(editor);
    const parts = partsOfPrompt(prompt.text, 'sentences');
    if (parts.length === 0)
      return onlyStatus('$(list-flat) nothing to measure', 'This prompt has no sentences yet. Write one.', undefined);
    const model = this.#models.reading(prompt.document);
    const begun = this.#begin(prompt, parts, model);
    let measurement = begun.measurement;
    const update = (news: Partial<Measurement>, share: number) => {
      measurement = { ...measurement, ...news };
      this.#measured.set(prompt.document, measurement);
      show(contentOf(prompt, measurement, model, share));
    };
    if (begun.isComplete) return contentOf(prompt, measurement, model, 1);
    const known = new Map(measurement.effects);
    const add = (effects: SentenceProgress['effects']) => {
      for (const { part, bits, isEstimate } of effects) known.set(part, { bits, isEstimate, isOld: false });
      return new Map(known);
    };
    const answers = prompt.answers.map(({ text }) => text);
    const { wanted } = begun;
    const request = { model: model.id, text: prompt.text, parts, wanted, answers, through: 'automatic' } as const;
    const result = await this.#inference.sentenceEffects(request, signal, ({ share, effects, noise }) =>
      update({ effects: add(effects), noise: noise ?? measurement.noise }, share),
    );
    const { effects, noise = measurement.noise, redundant, seenFrom, through, isLowerBound = false } = result;
    const allTokens = result.allTokens + Math.max(0, ...result.answerTokens);
    update({ effects: add(effects), noise, redundant, seenFrom, allTokens, through, isLowerBound, isDone: true }, 1);
    return contentOf(prompt, measurement, model, 1);
  }

  /** What is known of a prompt before it is measured, and what is to be measured. */
  #begin(
    { document, text, answers }: PromptToMeasure,
    parts: Measurement['parts'],
    model: ModelInUse,
  ): { measurement: Measurement; wanted: readonly number[] | undefined; isComplete: boolean } {
    const measuredWith = JSON.stringify([model.id, answers]);
    const before = this.#measured.get(document);
    const nothing: Measurement = {
      text,
      parts,
      effects: new Map<number, KnownEffect>(),
      noise: undefined,
      with: measuredWith,
      redundant: [],
      seenFrom: 0,
      allTokens: 0,
      isDone: false,
      through: undefined,
      isLowerBound: false,
    };
    if (before?.with !== measuredWith || !before.noise)
      return { measurement: nothing, wanted: undefined, isComplete: false };
    if (before.text === text && before.isDone) return { measurement: before, wanted: undefined, isComplete: true };
    const { effects, wanted } = afterEdit(before, text, parts);
    const { noise, seenFrom, allTokens, through, isLowerBound } = before;
    const measurement = { ...nothing, effects, noise, seenFrom, allTokens, through, isLowerBound };
    return { measurement, wanted, isComplete: false };
  }
}

/** @param share of the work that is done, 0 to 1 */
function contentOf(
  prompt: PromptToMeasure,
  measurement: Measurement,
  model: ModelInUse,
  share: number,
): OverlayContent {
  const { parts, effects, noise, redundant, seenFrom, allTokens, through, isLowerBound } = measurement;
  const answers = prompt.answers.map(({ name }) => name);
  const reads = `${model.label} reads the prompt ${through === 'plain text' ? 'as plain text' : 'as a message of the user'}`;
  const lineOf = (part: number) => prompt.rangeOf(parts[part]!).start.line + 1;
  const shown = [...effects].map(([part, effect]): ShownPart => {
    const range = prompt.rangeOf(parts[part]!);
    const groups = redundant
      .filter((group) => group.parts.includes(part))
      .map((group) => ({ ...group, lines: group.parts.filter((other) => other !== part).map(lineOf) }));
    const hoverMessage = effectHover(effect, {
      model: reads,
      answers,
      noise,
      isLowerBound,
      redundant: groups,
      range,
    });
    return { range, bits: effect.bits, isOld: effect.isOld, hoverMessage };
  });
  const measured = [...effects.values()];
  const limit =
    noise ??
    provisionalNoise(
      measured.map(({ bits }) => bits),
      Math.max(1, answers.length),
    );
  const unseen = seenFrom > 0 ? prompt.rangeOf({ start: 0, end: seenFrom }) : undefined;
  const unseenLines = unseen ? unseen.end.line : 0;
  const context = { model: reads, answers, noise, isLowerBound, unseenLines, allTokens };
  return {
    decorations: decorationsOf(shown, limit, unseen),
    status: {
      text:
        share < 1
          ? `$(loading~spin) ${Math.round(100 * share)}% of sentences`
          : `$(list-flat) ${countOf(measured, noise)}`,
      tooltip: sentenceMapTooltip(measured, parts.length, context),
      command: 'leftContext.listSentenceEffects',
    },
  };
}

/** “5 of 40 matter”. */
function countOf(effects: readonly KnownEffect[], noise: Measurement['noise']): string {
  const count = effects.filter((effect) => matters(effect, noise)).length;
  return `${count} of ${effects.length} matter`;
}

function onlyStatus(text: string, tooltip: string, command: string | undefined): OverlayContent {
  const status: OverlayStatus = { text, tooltip, command };
  return { decorations: [], status };
}
