import type * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { labelOf } from '../../core/models/modelLabel';
import { cancellableProgress } from '../../host/cancellableProgress';
import type { ModelOffer, ModelStore, OfferedVariant } from '../../host/modelStore.node';
import { reportErrors } from '../../host/showErrorsToUser';
import { megabytes } from '../shared/formatNumbers';
import { checkTask } from './checkModelFitsRole';
import type { Role } from './modelRoles';
import { releaseModel } from './releaseUnusedModels';
import { pickVariant } from './pickPrecision';
import { showProgress } from './downloadProgressMessage';

/**
 * Downloads a model that can fill `role`, in a precision that the user picks. Reports errors to the user.
 *
 * @returns whether all of it has arrived; false when the user cancelled or an error was reported
 */
export async function downloadModel(
  id: string,
  role: Role,
  store: ModelStore,
  inference: Inference,
  log: vscode.LogOutputChannel,
): Promise<boolean> {
  const hasArrived = await reportErrors(async () => {
    const offer = await cancellableProgress(`Looking up ${id}`, (signal) => store.offer(id, signal));
    if (!offer) return false;
    checkTask(role, offer.spec);
    const variant = await pickVariant(offer);
    const fetched = variant && (await fetchVariant(offer, variant, store));
    if (!fetched) return false;
    // An earlier download may be loaded, perhaps in another precision.
    await releaseModel(id, inference);
    log.info(`Downloaded ${id}: ${megabytes(variant.bytes)}, each file verified.`);
    return true;
  });
  return hasArrived === true;
}

/** Undefined when the user cancelled. */
function fetchVariant(offer: ModelOffer, variant: OfferedVariant, store: ModelStore): Thenable<true | undefined> {
  return cancellableProgress(labelOf(offer.id), (signal, report) =>
    store.fetch(offer, variant, signal, (progress) => showProgress(progress, report)),
  );
}
