import * as vscode from 'vscode';
import { labelOf } from '../../core/models/modelSpec';
import { undefinedWhenAborted } from '../../host/latest';
import type { ModelStore, ModelOffer, OfferedVariant } from '../../host/modelStore.node';
import { reportErrors } from '../../host/reportErrors';
import { checkTask, type ModelDownloader } from './chooseModel';
import { duration, megabytes } from '../shared/format';

/** Names of precisions, for people. */
const PRECISIONS: Record<string, string> = {
  q8: '8 bits',
  int8: '8 bits, signed',
  uint8: '8 bits, unsigned',
  fp32: '32 bits: as trained',
  q4: '4 bits, in blocks',
  bnb4: '4 bits, normal floats',
};

/** Fetches a model that the writer has picked: what it can do first, then its weights in the precision that is wanted. */
export function modelDownloader(
  store: ModelStore,
  release: (id: string) => Promise<void>,
  log: vscode.LogOutputChannel,
): ModelDownloader {
  return async (id, role) => {
    const fetched = await reportErrors(async () => {
      const offer = await withProgress(`Looking at ${id}`, (signal) => store.offer(id, signal));
      if (!offer) return false;
      checkTask(role, offer.spec);
      const variant = await pickVariant(offer);
      if (!variant) return false;
      const arrived = await withProgress(labelOf(id), (signal, report) =>
        store.fetch(offer, variant, signal, ({ file, received, total, bytesPerSecond, secondsLeft, isWaiting }) => {
          const size = `${megabytes(received)} of ${megabytes(total)}`;
          const speed = bytesPerSecond > 0 ? ` · ${megabytes(bytesPerSecond)}/s` : '';
          const left = secondsLeft === undefined ? '' : ` · ${duration(secondsLeft)} left`;
          report(isWaiting ? `another window fetches ${file}` : size + speed + left, received / total);
        }),
      );
      if (!arrived) return false;
      // What was loaded of it may be of another precision.
      await release(id);
      log.info(`${id} has arrived: ${megabytes(variant.bytes)}, every file as the hub has it.`);
      return true;
    });
    return fetched === true;
  };
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

/** Undefined when the writer called it off. */
function withProgress<T>(
  title: string,
  job: (signal: AbortSignal, report: (message: string, share: number) => void) => Promise<T>,
): Thenable<T | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    let done = 0;
    const report = (message: string, share: number) => {
      progress.report({ message, increment: 100 * (share - done) });
      done = share;
    };
    return undefinedWhenAborted(controller.signal, () => job(controller.signal, report));
  });
}
