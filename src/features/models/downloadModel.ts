import * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { labelOf } from '../../core/models/modelSpec';
import { cancellableProgress, type ReportProgress } from '../../host/cancellableProgress';
import type { DownloadProgress, ModelOffer, ModelStore, OfferedVariant } from '../../host/modelStore.node';
import { reportErrors } from '../../host/reportErrors';
import { duration, megabytes } from '../shared/formatForDisplay';
import { checkTask } from './checkModelFitsRole';
import type { Role } from './modelRoles';
import { releaseModel } from './releaseUnusedModel';

/** Names of precisions, for people. */
const PRECISIONS: Record<string, string> = {
  q8: '8 bits',
  int8: '8 bits, signed',
  uint8: '8 bits, unsigned',
  fp32: '32 bits: as trained',
  q4: '4 bits, in blocks',
  bnb4: '4 bits, normal floats',
};

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

async function pickVariant({ id, variants }: ModelOffer): Promise<OfferedVariant | undefined> {
  const items = variants.map((variant, index) => ({
    label: PRECISIONS[variant.dtype] ?? variant.dtype,
    description: `${megabytes(variant.bytes)}${index === 0 ? ' · usual' : ''}`,
    detail: variant.files
      .map(({ path }) => path)
      .filter((path) => path.includes('.onnx'))
      .join(', '),
    variant,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: `Download ${labelOf(id)}`,
    placeHolder: 'In which precision? Fewer bits are smaller and faster, and a little less exact.',
  });
  return picked?.variant;
}

/** Undefined when the user cancelled. */
function fetchVariant(offer: ModelOffer, variant: OfferedVariant, store: ModelStore): Thenable<true | undefined> {
  return cancellableProgress(labelOf(offer.id), (signal, report) =>
    store.fetch(offer, variant, signal, (progress) => showProgress(progress, report)),
  );
}

function showProgress(progress: DownloadProgress, report: ReportProgress): void {
  const { file, received, total, bytesPerSecond, secondsLeft, isWaiting } = progress;
  const size = `${megabytes(received)} of ${megabytes(total)}`;
  const speed = bytesPerSecond > 0 ? ` · ${megabytes(bytesPerSecond)}/s` : '';
  const timeLeft = secondsLeft === undefined ? '' : ` · ${duration(secondsLeft)} left`;
  const message = isWaiting ? `another window is downloading ${file}` : size + speed + timeLeft;
  report({ share: received / total, message });
}
