import type { Tensor } from 'onnxruntime-node';
import { emptyPast, modelInputs } from '../models/modelInputs';
import type { InsideValues } from '../models/layerValues';
import type { LoadedModel } from '../models/loadedModel';
import { openInside, type Inside } from '../models/onnxRuntime.node';
import { runOutputs } from '../models/runOutputs';

/** Sessions for what is inside are as large as the models themselves: too much to hold for a reader who has gone. */
const HOLD_MS = 60_000;

/** Reads what is inside models: of text-to-text ones, inside their encoder. */
export class InsideReader {
  readonly #opened = new Map<LoadedModel, Promise<Inside | undefined>>();
  /** What was read last: of one layer, a reader looks at one head and one token after the other. */
  #last: Pass | undefined;
  #rest: NodeJS.Timeout | undefined;

  /** Names of what can be read. Throws an Error that says what to do when the graph shows nothing. */
  async values(model: LoadedModel): Promise<InsideValues> {
    return (await this.#inside(model)).values;
  }

  /** The tensors of these names, of one pass over `ids`. */
  async read(model: LoadedModel, ids: Int32Array, names: readonly string[]): Promise<Tensor[]> {
    const { session } = await this.#inside(model);
    if (names.length === 0) return [];
    if (!isOf(this.#last, model, ids, names)) {
      this.#last = undefined;
      const feeds = { ...modelInputs(session, ids), ...emptyPast(session) };
      this.#last = { model, ids: ids.slice(), outputs: await runOutputs(session, feeds, [...new Set(names)]) };
    }
    return names.map((name) => this.#last!.outputs[name]!);
  }

  /** Lets go of a model that is no longer there. */
  async forget(model: LoadedModel): Promise<void> {
    const opened = this.#opened.get(model);
    this.#opened.delete(model);
    if (this.#last?.model === model) this.#last = undefined;
    await opened?.then((inside) => inside?.session.release()).catch(() => undefined);
  }

  /** Lets go of all that is held; false when that is nothing. Not while something is read. */
  async close(): Promise<boolean> {
    const models = [...this.#opened.keys()];
    for (const model of models) await this.forget(model);
    return models.length > 0;
  }

  async #inside(model: LoadedModel): Promise<Inside> {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.close(), HOLD_MS).unref();
    const opened = this.#opened.get(model) ?? openInside(model.file, model.options);
    this.#opened.set(model, opened);
    opened.catch(() => this.#opened.delete(model));
    const inside = await opened;
    if (!inside) throw new Error(whyHidden(model));
    return inside;
  }
}

/** The tensors of one pass, by their names. */
interface Pass {
  readonly model: LoadedModel;
  readonly ids: Int32Array;
  readonly outputs: Readonly<Record<string, Tensor>>;
}

/** Whether a pass has these tensors of these tokens. */
function isOf(pass: Pass | undefined, model: LoadedModel, ids: Int32Array, names: readonly string[]): pass is Pass {
  if (pass?.model !== model || pass.ids.length !== ids.length) return false;
  return pass.ids.every((id, index) => id === ids[index]) && names.every((name) => name in pass.outputs);
}

function whyHidden({ spec, fused }: LoadedModel): string {
  const reason = fused
    ? `its graph computes attention in one operation (${fused})`
    : 'its graph is built in a way that is not known';
  return (
    `What is inside ${spec.label} cannot be shown: ${reason}. All else works with it. Choose a model exported without that, ` +
    'such as the embedded ones or Xenova/bert-base-uncased.'
  );
}
