import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EXACT_GRAPH } from '../../src/inference/models/exactGraphName';
import { makeModelFromGguf, type MakeModelOptions } from '../../src/inference/models/gguf/makeModelFromGguf.node';
import { ggufFile } from './ggufFile';
import { unhurried } from './inferences';
import { tinyLlama, type TinyLlama, type TinyLlamaOptions } from './tinyLlama';

/** Model folders made from GGUF files, in a temporary folder that is removed with them. */
export class GgufFolders {
  #root: string | undefined;
  #count = 0;

  /** A path that does not exist yet. */
  next(): string {
    this.#root ??= mkdtempSync(path.join(tmpdir(), 'left-context-gguf-'));
    return path.join(this.#root, `model ${++this.#count}`);
  }

  /** Writes a GGUF file; returns its path. */
  write(bytes: Uint8Array): string {
    const file = `${this.next()}.gguf`;
    writeFileSync(file, bytes);
    return file;
  }

  /** Makes a small model's folder, with the exact graph in place of the one that rounds, to be compared with a reference. */
  async makeExact(
    options: TinyLlamaOptions = {},
    making: Partial<MakeModelOptions> = {},
  ): Promise<TinyLlama & { readonly folder: string }> {
    const made = await this.make(options, making);
    const graph = (name: string) => path.join(made.folder, 'onnx', name);
    copyFileSync(graph(EXACT_GRAPH), graph('model.onnx'));
    return made;
  }

  /** Makes a small model's folder. */
  async make(
    options: TinyLlamaOptions = {},
    making: Partial<MakeModelOptions> = {},
  ): Promise<TinyLlama & { readonly folder: string }> {
    const model = tinyLlama(options);
    const folder = this.next();
    const gguf = this.write(ggufFile(model.file));
    await makeModelFromGguf(gguf, folder, { signal: unhurried, ...making });
    return { ...model, folder };
  }

  remove(): void {
    if (this.#root !== undefined) rmSync(this.#root, { recursive: true, force: true });
  }
}
