import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectedGraphs } from '../core/models/expectedGraphFileNames';
import { specFrom } from '../core/models/readModelConfig';
import type { ModelSpec } from '../core/models/modelSpec';
import { download } from './downloadModelFiles.node';
import { HubError } from './hubError';
import { hostOf, type Hub, type Repository } from './hubTypes';
import { listRepository } from './listFilesOnHub.node';
import { smallestVariants, type OfferedVariant } from './smallestExportPerPrecision';
import { checkNeededFiles } from './refuseModelWithoutNeededFiles';

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
  checkNeededFiles(files, id);
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
