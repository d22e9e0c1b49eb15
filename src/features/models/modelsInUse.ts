import * as vscode from 'vscode';
import {
  AUTOMATIC,
  automaticModels,
  automaticSides,
  SMOLLM2,
  type AutomaticModels,
  type ChosenModel,
} from '../../core/models/automaticModels';
import { embeddedModels, promptGpt } from '../../core/models/embeddedModels';
import { labelOf } from '../../core/models/modelLabel';
import type { ModelSpec } from '../../core/models/modelSpec';
import { machineMemory } from '../../host/machineMemory.node';
import type { ModelPause, ModelPauseReason } from '../../host/modelPause';
import { onDidChangeSettings, setting } from '../../host/settings';

/** The models that other extensions offer. */
export interface ContributedModels {
  readonly models: readonly (Pick<ModelSpec, 'id' | 'label' | 'task'> & { readonly licence: string })[];
  readonly onDidChange: vscode.Event<void>;
}

/** A model that answers now. */
export interface ModelInUse extends ChosenModel {
  /** Name shown to the user. */
  readonly label: string;
}

/** A model in use that cannot be used, and the one that takes its place. */
export interface Replacement {
  readonly model: string;
  readonly by: string;
  /** Why, and what to do next. */
  readonly reason: string;
}

/**
 * Says which model answers for what now: the one that the settings name, else the one that is chosen automatically. In place
 * of one that cannot be loaded another one answers, until the models are chosen or started again.
 */
export class ModelsInUse implements vscode.Disposable {
  readonly #contributed: ContributedModels;
  readonly #pause: Pick<ModelPause, 'reason' | 'onDidChange'>;
  readonly #isRunning: () => boolean;
  readonly #memory: typeof machineMemory;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listener: vscode.Disposable;
  readonly #replaced = new vscode.EventEmitter<Replacement>();
  /** Fires once for each model in use that cannot be used. */
  readonly onDidReplace = this.#replaced.event;
  /** Ids of models that cannot be used. */
  readonly #unusable = new Set<string>();
  /** Whether SmolLM2 was chosen since the models' process runs. */
  #isSmolLm2InUse = false;

  /**
   * Fires when the models on offer or the power supply change, and when a model cannot be used or is tried again. Changes of
   * settings have an event of their own.
   */
  readonly onDidChange = this.#changed.event;

  /** @param isRunning whether the models' process runs, so that a model may be loaded */
  constructor(
    contributed: ContributedModels,
    pause: Pick<ModelPause, 'reason' | 'onDidChange'>,
    isRunning: () => boolean,
    memory = machineMemory,
  ) {
    this.#contributed = contributed;
    this.#pause = pause;
    this.#isRunning = isRunning;
    this.#memory = memory;
    this.#listener = vscode.Disposable.from(
      contributed.onDidChange(() => {
        this.#unusable.clear();
        this.#changed.fire();
      }),
      onDidChangeSettings(['completion.model', 'attention.models', 'bothSides.model'], () => this.retry()),
      pause.onDidChange(() => this.#changed.fire()),
    );
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
    this.#replaced.dispose();
  }

  /** Lets another model answer in place of one that cannot be used, and tells so if it is in use. */
  replace(model: string, reason: string): void {
    const document = vscode.window.activeTextEditor?.document;
    const inUse = () => [this.writing(document).id, this.reading(document).id, ...this.onPages(document)];
    const place = inUse().indexOf(model);
    if (place < 0 || this.#unusable.has(model) || embeddedModels.some(({ id }) => id === model)) return;
    this.#unusable.add(model);
    this.#replaced.fire({ model, by: inUse()[place] ?? promptGpt.id, reason });
    this.#changed.fire();
  }

  /** Lets models that could not be used be tried again. */
  retry(): void {
    if (this.#unusable.size === 0) return;
    this.#unusable.clear();
    this.#changed.fire();
  }

  /** The models that other extensions offer. */
  get contributed(): ContributedModels['models'] {
    return this.#contributed.models;
  }

  /** The models that “automatic” stands for now. */
  get automatic(): AutomaticModels {
    const isRunning = this.#isRunning();
    const models = automaticModels({
      contributed: this.contributed.filter(({ id }) => !this.#unusable.has(id)),
      ...this.#memory(),
      isSmolLm2InUse: this.#isSmolLm2InUse && isRunning,
      isPausedOnBattery: this.#pause.reason === 'battery',
    });
    this.#isSmolLm2InUse = isRunning && models.reading.id === SMOLLM2;
    return models;
  }

  /** A model's name for the user. */
  labelOf(id: string): string {
    return this.contributed.find((model) => model.id === id)?.label ?? labelOf(id);
  }

  /** The model that writes ghost text. */
  writing(document: vscode.TextDocument | undefined): ModelInUse {
    return this.#inUse(setting('completion.model', document), ({ writing }) => writing);
  }

  /** The model that reads from left to right for surprise and influence. */
  reading(document: vscode.TextDocument | undefined): ModelInUse {
    return this.#inUse(setting('completion.model', document), ({ reading }) => reading);
  }

  /** The models that read the two sides: the left one, and both. */
  sides(document: vscode.TextDocument | undefined): { readonly causal: string; readonly masked: string } {
    const masked = setting('bothSides.model', document);
    const isPair = masked === AUTOMATIC && setting('completion.model', document) === AUTOMATIC;
    if (isPair) return automaticSides;
    return { causal: this.reading(document).id, masked: masked === AUTOMATIC ? automaticSides.masked : masked };
  }

  /** Ids of the models that the pages offer. */
  onPages(document: vscode.TextDocument | undefined): readonly string[] {
    const named = setting('attention.models', document);
    const usable = named
      .flatMap((id) => (id === AUTOMATIC ? this.automatic.onPages : id))
      .filter((id) => !this.#unusable.has(id));
    return usable.length > 0 ? [...new Set(usable)] : this.automatic.onPages;
  }

  /** Why no ghost text appears by itself: the models are paused, and no small one stands in. */
  pauseOfWriting(document: vscode.TextDocument | undefined): ModelPauseReason | undefined {
    const { reason } = this.#pause;
    const goesOn =
      reason === 'battery' && setting('completion.model', document) === AUTOMATIC && this.automatic.writesOnBattery;
    return goesOn ? undefined : reason;
  }

  #inUse(named: string, automatic: (models: AutomaticModels) => ChosenModel): ModelInUse {
    const wanted = named === AUTOMATIC ? SMOLLM2 : named;
    const isReplaced = this.#unusable.has(wanted);
    const model = named === AUTOMATIC || isReplaced ? automatic(this.automatic) : { id: named };
    const reason = isReplaced ? { reason: `${this.labelOf(wanted)} cannot be used` } : {};
    return { ...model, ...reason, label: this.labelOf(model.id) };
  }
}
