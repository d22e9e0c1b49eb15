import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import type { Inference } from '../../contracts/inference';
import { embeddedModels } from '../../core/models/embeddedModels';
import type { ModelSpec } from '../../core/models/modelSpec';
import { onDidChangeSettings } from '../../host/settings';
import type { ModelsInUse } from './modelsInUse';

/**
 * The models that the attention panel offers: those in the settings for the active document that can be read, else the
 * embedded ones. “automatic” in the settings stands for the models that are chosen automatically.
 */
export class AttentionModels implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #inference: Inference;
  readonly #models: ModelsInUse;
  readonly #log: vscode.LogOutputChannel;
  readonly #listeners: vscode.Disposable;
  #specs: Promise<readonly ModelSpec[]> | undefined;
  /** The models in the settings when they were read last, and the engine's model. */
  #offered = '';
  /** Models whose failure is in the log. */
  readonly #reported = new Set<string>();
  /** The model that was just chosen, until a page shows it. */
  picked: string | undefined;

  constructor(inference: Inference, models: ModelsInUse, log: vscode.LogOutputChannel) {
    this.#inference = inference;
    this.#models = models;
    this.#log = log;
    this.#listeners = vscode.Disposable.from(
      onDidChangeSettings(['attention.models'], () => this.reload()),
      vscode.window.onDidChangeActiveTextEditor((editor) => editor && this.#reloadIfOthers(editor.document)),
      models.onDidChange(() => this.#reloadIfOthers(vscode.window.activeTextEditor?.document)),
    );
  }

  dispose(): void {
    this.#listeners.dispose();
    this.#changed.dispose();
  }

  /** The models' specifications, in the order of the settings. */
  get specs(): Promise<readonly ModelSpec[]> {
    return (this.#specs ??= this.#load());
  }

  /** The engine's model that reads in place of one on this machine. It has no layers, as engines show none; undefined without one. */
  get engine(): ModelSpec | undefined {
    return this.#engineFor(vscode.window.activeTextEditor?.document);
  }

  /** Those of the models that *Inside the Model* offers: the engine's first, since somebody chose it to read. */
  async specsInside(): Promise<readonly ModelSpec[]> {
    const specs = await this.specs;
    return this.engine ? [this.engine, ...specs] : specs;
  }

  /** Reads the specifications again, after a change of the settings or of the models on this machine. */
  reload(): void {
    this.#specs = undefined;
    this.#changed.fire();
  }

  /** Opens the panel with a model. The focus stays where it is: the user may be typing again, or may have opened a list. */
  async show(id: string): Promise<void> {
    this.picked = id;
    await vscode.commands.executeCommand('leftContext.attention.focus', { preserveFocus: true });
    this.reload();
  }

  #reloadIfOthers(document: vscode.TextDocument | undefined): void {
    if (this.#specs && this.#offeredFor(document) !== this.#offered) this.reload();
  }

  #offeredFor(document: vscode.TextDocument | undefined): string {
    return JSON.stringify([this.#models.onPages(document), this.#engineFor(document)]);
  }

  #engineFor(document: vscode.TextDocument | undefined): ModelSpec | undefined {
    const model = this.#models.readingElsewhere(document);
    if (!model) return undefined;
    const { id, label, contextLength } = model;
    return { id, label, task: 'causal', contextLength, layers: 0, heads: 0 };
  }

  async #load(): Promise<readonly ModelSpec[]> {
    const document = vscode.window.activeTextEditor?.document;
    const ids = this.#models.onPages(document);
    this.#offered = this.#offeredFor(document);
    const specs = await Promise.all(ids.map((id) => this.#specOf(id)));
    const readable = specs.filter((spec) => spec !== undefined);
    // A missing model may be there the next time.
    if (readable.length < ids.length) this.#specs = undefined;
    return readable.length > 0 ? readable : embeddedModels;
  }

  async #specOf(id: string): Promise<ModelSpec | undefined> {
    try {
      const embedded = embeddedModels.find((model) => model.id === id);
      return embedded ?? (await this.#inference.describe({ model: id }, new AbortController().signal));
    } catch (error) {
      // The user is told by tellOfReplacedModels.
      if (!this.#reported.has(id))
        this.#log.warn(`Model ${id} not offered in the attention panel: ${errorText(error)}`);
      this.#reported.add(id);
      return undefined;
    }
  }
}
