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
  /** The models in the settings when they were read last. */
  #ids: readonly string[] = [];
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

  /** Reads the specifications again, after a change of the settings or of the models on this machine. */
  reload(): void {
    this.#specs = undefined;
    this.#changed.fire();
  }

  /** Opens the panel with a model. */
  async show(id: string): Promise<void> {
    this.picked = id;
    await vscode.commands.executeCommand('leftContext.attention.focus');
    this.reload();
  }

  #reloadIfOthers(document: vscode.TextDocument | undefined): void {
    if (this.#specs && this.#models.onPages(document).join() !== this.#ids.join()) this.reload();
  }

  async #load(): Promise<readonly ModelSpec[]> {
    const ids = this.#models.onPages(vscode.window.activeTextEditor?.document);
    this.#ids = ids;
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
