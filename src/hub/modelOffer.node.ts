import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectedGraphs, SMALL_FILES, variantsOf, type Dtype } from '../core/models/onnxGraphFiles';
import { specFrom } from '../core/models/readModelConfig';
import type { ModelSpec } from '../core/models/modelSpec';
import { download } from './downloadModelFiles.node';
import { HubError } from './hubError';
import { hostOf, type Hub, type Repository, type RepositoryFile } from './hubTypes';
import { listRepository } from './listRepository.node';

/** A model in one precision. */
export interface OfferedVariant {
  readonly dtype: Dtype;
  /** All files to download. */
  readonly files: readonly RepositoryFile[];
  /** Total size of the files. */
  readonly bytes: number;
}

/** A model on a hub that runs here. */
export interface ModelOffer {
  readonly id: string;
  readonly spec: ModelSpec;
  readonly repository: Repository;
  /** One per precision, best first. */
  readonly variants: readonly OfferedVariant[];
}

/**
 * Lists a model on a hub, reads its config.json, and finds the precisions that have graphs that run here. Throws a
 * HubError when there are none or a needed file is missing, or the signal's reason.
 */
export async function findOffer(hub: Hub, id: string, signal: AbortSignal): Promise<ModelOffer> {
  const repository = await listRepository(hub, id, signal);
  const { files } = repository;
  for (const required of ['config.json', 'tokenizer.json'])
    if (!files.some(({ path: name }) => name === required))
      throw new HubError('answer', `${id} has no ${required}, so Left Context cannot use it. Choose another model.`);
  const spec = specFrom(id, await downloadConfig(hub, repository, signal));
  const variants = smallestVariants(files, spec);
  if (variants.length === 0)
    throw new HubError(
      'answer',
      `${id} on ${hostOf(hub)} has no ONNX graph that runs here (${expectedGraphs(spec.task)}). Choose an ONNX ` +
        'export of it, such as those of Xenova or onnx-community.',
    );
  return { id, spec, repository, variants };
}

/** One variant per precision: the smallest of its exports. */
function smallestVariants(files: readonly RepositoryFile[], { task }: ModelSpec): OfferedVariant[] {
  const smallFiles = files.filter(({ path: name }) => SMALL_FILES.some((each) => each === name));
  const paths = files.map(({ path: name }) => name);
  const smallest = new Map<Dtype, OfferedVariant>();
  for (const { dtype, files: graphs } of variantsOf(paths, task)) {
    const all = [...smallFiles, ...files.filter(({ path: name }) => graphs.includes(name))];
    const bytes = all.reduce((sum, { size }) => sum + size, 0);
    if (bytes < (smallest.get(dtype)?.bytes ?? Infinity)) smallest.set(dtype, { dtype, files: all, bytes });
  }
  return [...smallest.values()];
}

async function downloadConfig(hub: Hub, repository: Repository, signal: AbortSignal): Promise<unknown> {
  const folder = await mkdtemp(path.join(tmpdir(), 'left-context-config-'));
  try {
    const config = repository.files.filter(({ path: name }) => name === 'config.json');
    await download(hub, repository, config, folder, { signal });
    return parseConfig(await readFile(path.join(folder, 'config.json'), 'utf8'), repository.id);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function parseConfig(text: string, id: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HubError(
      'answer',
      `config.json of ${id} is not valid JSON, so Left Context cannot use the model. Choose another model.`,
      { cause: error },
    );
  }
}
