import { causalModel, type CausalModel } from '../../src/inference/generation/causalModel';
import type { ChanceWeights } from '../../src/core/completion/chanceOfFirstWord';
import type { MixtureWeights } from '../../src/inference/memory/mixtureWeights';
import { ReaderWithMemory } from '../../src/inference/memory/readerWithMemory';
import { TokenMemory } from '../../src/inference/memory/tokenMemory';
import { loadedModel } from '../../test/helpers/fixtures';
import type { Document, Repository } from './repositories';

/** The few numbers that are fitted. */
export interface Weights {
  readonly mixture: MixtureWeights;
  readonly chances: ChanceWeights;
}

/** A model, with the prompts of a repository or alone. */
export interface Writer {
  readonly name: string;
  readonly alone: CausalModel;
  /** A memory of all documents of a repository but one. */
  memoryOf(repository: Repository, without: Document): TokenMemory;
  /** The model with such a memory. */
  knowing(repository: Repository, without: Document, weights: Weights): CausalModel;
}

/** Makes a writer of a model; the encoded documents are remembered. */
export function writer(name: string, alone: CausalModel): Writer {
  const encoded = new Map<Document, Int32Array>();
  const idsOf = (document: Document) => {
    const ids = encoded.get(document) ?? alone.tokenizer.encode(document.text).ids;
    encoded.set(document, ids);
    return ids;
  };
  const memoryOf: Writer['memoryOf'] = ({ documents }, without) => {
    const memory = new TokenMemory();
    const others = documents.filter(({ text }) => text !== without.text);
    memory.add(others.map((document) => ({ document: document.path, line: 0, ids: idsOf(document) })));
    return memory;
  };
  return {
    name,
    alone,
    memoryOf,
    knowing: (repository, without, { mixture, chances }) => {
      const written = { document: without.path, right: new Int32Array(0) };
      const reader = new ReaderWithMemory(alone, memoryOf(repository, without), written, mixture);
      return { ...alone, reader, memory: reader, chances };
    },
  };
}

export async function writerOf(name: string, id: string): Promise<Writer> {
  return writer(name, causalModel(await loadedModel(id)));
}
