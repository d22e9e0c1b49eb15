import * as vscode from 'vscode';
import { errorText } from '../../core/errorText';
import type { Inference } from '../../contracts/inference';
import { embeddedModels, type ModelSpec } from '../../core/models/modelSpec';
import { onDidChangeSettings, setting } from '../../host/settings';
import { notify } from '../../host/notify';

/** The models that the attention panel offers: those of the settings that can be, else the embedded ones. */
export class AttentionModels implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #inference: Inference;
  readonly #log: vscode.LogOutputChannel;
  readonly #settings: vscode.Disposable;
  #specs: Promise<readonly ModelSpec[]> | undefined;
  /** Models that are known not to work, so that each is told of once. */
  readonly #told = new Set<string>();
  /** What was just chosen, until a page shows it. */
  picked: string | undefined;

  constructor(inference: Inference, log: vscode.LogOutputChannel) {
    this.#inference = inference;
    this.#log = log;
    this.#settings = onDidChangeSettings(['attention.models'], () => this.reload());
  }

  dispose(): void {
    this.#settings.dispose();
    this.#changed.dispose();
  }

  /** What the models can do, in the order of the settings. */
  get specs(): Promise<readonly ModelSpec[]> {
    return (this.#specs ??= this.#load());
  }

  /** Reads them anew: the settings have changed, or a model has come or gone. */
  reload(): void {
    this.#specs = undefined;
    this.#changed.fire();
  }

  /** Opens the panel with one of them. */
  async show(id: string): Promise<void> {
    this.picked = id;
    await vscode.commands.executeCommand('leftContext.attention.focus');
    this.reload();
  }

  async #load(): Promise<readonly ModelSpec[]> {
    const ids = [...new Set(setting('attention.models'))];
    const specs = await Promise.all(ids.map((id) => this.#specOf(id)));
    const found = specs.filter((spec) => spec !== undefined);
    // One that is not there now may be the next time.
    if (found.length < ids.length) this.#specs = undefined;
    return found.length > 0 ? found : embeddedModels;
  }

  async #specOf(id: string): Promise<ModelSpec | undefined> {
    try {
      const embedded = embeddedModels.find((model) => model.id === id);
      return embedded ?? (await this.#inference.describe({ model: id }, new AbortController().signal));
    } catch (error) {
      const reason = errorText(error);
      this.#log.warn(`No attention of ${id}: ${reason}`);
      if (!this.#told.has(id))
        notify(vscode.l10n.t('The attention panel goes on without a model. {0}', reason), 'warning');
      this.#told.add(id);
      return undefined;
    }
  }
}
