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
import type { EngineConnections } from '../../host/engines/engineConnections';
import { ENGINE_SETTINGS } from '../../host/engines/engineRoles';
import { engineNameOf } from '../../host/engines/engineTypes';
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
  /** Address of the engine that runs it; undefined for a model on this machine. */
  readonly elsewhere?: string;
}

interface ContextLength {
  /** In tokens; undefined while it is not known. */
  readonly contextLength: number | undefined;
}

/** The engines that may be asked now. */
type Engines = Pick<EngineConnections, 'inUse' | 'onDidChange'>;

const NO_ENGINES: Engines = { inUse: () => undefined, onDidChange: () => ({ dispose: () => undefined }) };

/** A model in use that cannot be used, and the one that takes its place. */
export interface Replacement {
  readonly model: string;
  readonly by: string;
  /** Why, and what to do next. */
  readonly reason: string;
}

/**
 * Says which model answers for what now: that of an engine, if the settings name one and it may be asked; else the one that the
 * settings name on this machine, or the one that is chosen automatically. In place of one that cannot be loaded another one answers,
 * until the models are chosen or started again.
 */
export class ModelsInUse implements vscode.Disposable {
  readonly #contributed: ContributedModels;
  readonly #pause: Pick<ModelPause, 'reason' | 'onDidChange'>;
  readonly #isRunning: () => boolean;
  readonly #memory: typeof machineMemory;
  readonly #engines: Engines;
  /** The engines in use as of the last event, as text. */
  #enginesInUse = JSON.stringify([null, null]);
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
   * Fires when the models on offer, the engines in use or the power supply change, and when a model cannot be used or is tried again.
   * Other changes of settings have an event of their own.
   */
  readonly onDidChange = this.#changed.event;

  /** @param isRunning whether the models' process runs, so that a model may be loaded */
  constructor(
    contributed: ContributedModels,
    pause: Pick<ModelPause, 'reason' | 'onDidChange'>,
    isRunning: () => boolean,
    memory = machineMemory,
    engines = NO_ENGINES,
  ) {
    this.#contributed = contributed;
    this.#pause = pause;
    this.#isRunning = isRunning;
    this.#memory = memory;
    this.#engines = engines;
    this.#listener = vscode.Disposable.from(
      contributed.onDidChange(() => {
        this.#unusable.clear();
        this.#changed.fire();
      }),
      onDidChangeSettings(['completion.model', 'attention.models', 'bothSides.model'], () => this.retry()),
      pause.onDidChange(() => this.#changed.fire()),
      engines.onDidChange(() => this.#enginesMayDiffer()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#enginesMayDiffer()),
      onDidChangeSettings(ENGINE_SETTINGS, () => this.#enginesMayDiffer()),
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
    const inUse = () => [this.writingHere(document).id, this.readingHere(document).id, ...this.onPages(document)];
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
    return engineNameOf(id) ?? this.contributed.find((model) => model.id === id)?.label ?? labelOf(id);
  }

  /** The model that writes ghost text, here or on an engine. */
  writing(document: vscode.TextDocument | undefined): ModelInUse {
    return this.#elsewhere('ghostText', document) ?? this.writingHere(document);
  }

  /** The engine's model that writes ghost text in the active document; undefined if a model on this machine does. */
  get writingElsewhere(): ModelInUse | undefined {
    return this.#elsewhere('ghostText', vscode.window.activeTextEditor?.document);
  }

  /** The model on this machine that writes ghost text, or would in place of an engine. */
  writingHere(document: vscode.TextDocument | undefined): ModelInUse {
    return this.#inUse(setting('completion.model', document), ({ writing }) => writing);
  }

  /** The model that reads from left to right for surprise, influence and effects, here or on an engine. */
  reading(document: vscode.TextDocument | undefined): ModelInUse {
    return this.readingElsewhere(document) ?? this.readingHere(document);
  }

  /** The engine's model that reads from left to right; undefined if a model on this machine does. */
  readingElsewhere(document: vscode.TextDocument | undefined): (ModelInUse & ContextLength) | undefined {
    return this.#elsewhere('expectation', document);
  }

  /** The model on this machine that reads from left to right. */
  readingHere(document: vscode.TextDocument | undefined): ModelInUse {
    return this.#inUse(setting('completion.model', document), ({ reading }) => reading);
  }

  /** The models that read the two sides, which are on this machine: the left one, and both. */
  sides(document: vscode.TextDocument | undefined): { readonly causal: string; readonly masked: string } {
    const masked = setting('bothSides.model', document);
    const isPair = masked === AUTOMATIC && setting('completion.model', document) === AUTOMATIC;
    if (isPair) return automaticSides;
    return { causal: this.readingHere(document).id, masked: masked === AUTOMATIC ? automaticSides.masked : masked };
  }

  /** Ids of the models that the pages offer. */
  onPages(document: vscode.TextDocument | undefined): readonly string[] {
    const named = setting('attention.models', document);
    const usable = named
      .flatMap((id) => (id === AUTOMATIC ? this.automatic.onPages : id))
      .filter((id) => !this.#unusable.has(id) && engineNameOf(id) === undefined);
    return usable.length > 0 ? [...new Set(usable)] : this.automatic.onPages;
  }

  /** Why no ghost text appears by itself: the models are paused, and no small one and no engine writes. */
  pauseOfWriting(document: vscode.TextDocument | undefined): ModelPauseReason | undefined {
    const reason = this.pauseOfWritingHere(document);
    // An engine takes nothing from the battery.
    return reason === 'battery' && this.writing(document).elsewhere !== undefined ? undefined : reason;
  }

  /** Why no model on this machine writes by itself. */
  pauseOfWritingHere(document: vscode.TextDocument | undefined): ModelPauseReason | undefined {
    const { reason } = this.#pause;
    const goesOn =
      reason === 'battery' && setting('completion.model', document) === AUTOMATIC && this.automatic.writesOnBattery;
    return goesOn ? undefined : reason;
  }

  /** Tells of engines in other roles or with other names, of those that begin to fail and of those that work again. */
  #enginesMayDiffer(): void {
    const document = vscode.window.activeTextEditor?.document;
    const roles = ['ghostText', 'expectation'] as const;
    const now = JSON.stringify(roles.map((role) => this.#engines.inUse(role, document)));
    if (now === this.#enginesInUse) return;
    this.#enginesInUse = now;
    this.#changed.fire();
  }

  #elsewhere(
    role: 'ghostText' | 'expectation',
    document: vscode.TextDocument | undefined,
  ): (ModelInUse & ContextLength) | undefined {
    const engine = this.#engines.inUse(role, document);
    if (!engine) return undefined;
    const { id, label, origin: elsewhere, contextLength } = engine;
    return { id, label, elsewhere, contextLength };
  }

  #inUse(named: string, automatic: (models: AutomaticModels) => ChosenModel): ModelInUse {
    // Only the engines' own settings lead to them.
    const isAutomatic = named === AUTOMATIC || engineNameOf(named) !== undefined;
    const wanted = isAutomatic ? SMOLLM2 : named;
    const isReplaced = this.#unusable.has(wanted);
    const model = isAutomatic || isReplaced ? automatic(this.automatic) : { id: named };
    const reason = isReplaced ? { reason: `${this.labelOf(wanted)} cannot be used` } : {};
    return { ...model, ...reason, label: this.labelOf(model.id) };
  }
}
