import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectedGraphs, SMALL_FILES, variantsOf, type Dtype } from '../core/models/graphFiles';
import { specFrom } from '../core/models/modelConfig';
import type { ModelSpec } from '../core/models/modelSpec';
import { download } from './download.node';
import { hostOf, type Hub, type Repository, type RepositoryFile } from './hubTypes';
import { HubError } from './hubError';
import { listRepository } from './listRepository.node';

/** A model in one precision, as it would be fetched. */
export interface OfferedVariant {
  readonly dtype: Dtype;
  readonly files: readonly RepositoryFile[];
  /** Of all files. */
  readonly bytes: number;
}

/** What a hub has of a model. */
export interface ModelOffer {
  readonly id: string;
  readonly spec: ModelSpec;
  readonly repository: Repository;
  /** Best first, one a precision. */
  readonly variants: readonly OfferedVariant[];
}

/** Asks a hub what a model can do, by its config.json, and in which precisions there are graphs that run here. */
export async function findOffer(hub: Hub, id: string, signal: AbortSignal): Promise<ModelOffer> {
  const repository = await listRepository(hub, id, signal);
  const { files } = repository;
  for (const needed of ['config.json', 'tokenizer.json'])
    if (!files.some(({ path: name }) => name === needed))
      throw new HubError('answer', `${id} has no ${needed}, so it cannot be used here. Choose another model.`);
  const spec = specFrom(id, await configOf(hub, repository, signal));
  const variants = offered(files, spec);
  if (variants.length === 0)
    throw new HubError(
      'answer',
      `${id} on ${hostOf(hub)} has no ONNX graph that runs here (${expectedGraphs(spec.task)}). Look for an export of it, ` +
        'such as those of Xenova or onnx-community.',
    );
  return { id, spec, repository, variants };
}

/** Of each precision, the way of export that is smallest. */
function offered(files: readonly RepositoryFile[], { task }: ModelSpec): OfferedVariant[] {
  const small = files.filter(({ path: name }) => SMALL_FILES.some((wanted) => wanted === name));
  const best = new Map<Dtype, OfferedVariant>();
  for (const { dtype, files: names } of variantsOf(
    files.map(({ path: name }) => name),
    task,
  )) {
    const all = [...small, ...files.filter(({ path: name }) => names.includes(name))];
    const bytes = all.reduce((sum, { size }) => sum + size, 0);
    if (bytes < (best.get(dtype)?.bytes ?? Infinity)) best.set(dtype, { dtype, files: all, bytes });
  }
  return [...best.values()];
}

async function configOf(hub: Hub, repository: Repository, signal: AbortSignal): Promise<unknown> {
  const folder = await mkdtemp(path.join(tmpdir(), 'left-context-config-'));
  try {
    const config = repository.files.filter(({ path: name }) => name === 'config.json');
    await download(hub, repository, config, folder, { signal });
    const text = await readFile(path.join(folder, 'config.json'), 'utf8');
    return parsed(text, repository.id);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function parsed(text: string, id: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HubError('answer', `config.json of ${id} is no JSON, so it cannot be used here. Choose another model.`, {
      cause: error,
    });
  }
}
