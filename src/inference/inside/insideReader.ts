import type { Tensor } from 'onnxruntime-node';
import { emptyPast, feedsFor } from '../models/feeds';
import type { InsideValues } from '../models/layerValues';
import type { LoadedModel } from '../models/loadedModel';
import { openInside, type Inside } from '../models/onnxRuntime.node';
import { runFor } from '../models/runFor';

/** Sessions for what is inside are as large as the models themselves: too much to hold for a reader who has gone. */
const HOLD_MS = 60_000;

/** Reads what is inside models: of text-to-text ones, inside their encoder. */
export class InsideReader {
  readonly #opened = new Map<LoadedModel, Promise<Inside | undefined>>();
  #rest: NodeJS.Timeout | undefined;

  /** Names of what can be read. Throws an Error that says what to do when the graph shows nothing. */
  async values(model: LoadedModel): Promise<InsideValues> {
    return (await this.#inside(model)).values;
  }

  /** The tensors of these names, of one pass over `ids`. */
  async read(model: LoadedModel, ids: Int32Array, names: readonly string[]): Promise<Tensor[]> {
    const { session } = await this.#inside(model);
    if (names.length === 0) return [];
    const outputs = await runFor(session, { ...feedsFor(session, ids), ...emptyPast(session) }, [...new Set(names)]);
    return names.map((name) => outputs[name]!);
  }

  /** Lets go of a model that is no longer there. */
  forget(model: LoadedModel): void {
    const opened = this.#opened.get(model);
    this.#opened.delete(model);
    void opened?.then((inside) => inside?.session.release());
  }

  async #inside(model: LoadedModel): Promise<Inside> {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => [...this.#opened.keys()].forEach((each) => this.forget(each)), HOLD_MS).unref();
    const opened = this.#opened.get(model) ?? openInside(model.file, model.options);
    this.#opened.set(model, opened);
    opened.catch(() => this.#opened.delete(model));
    const inside = await opened;
    if (!inside) throw new Error(whyHidden(model));
    return inside;
  }
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
