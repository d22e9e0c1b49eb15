import * as vscode from 'vscode';
import { undefinedWhenAborted } from './latestJob';

/** Reports which share of the job is done, 0 to 1, and what to show beside the title. */
export type ReportProgress = (progress: { readonly share?: number; readonly message?: string }) => void;

/**
 * Shows a job's progress in a notification with a button that cancels the job.
 *
 * @returns undefined when the user cancelled the job; rejects when the job fails by itself
 */
export function cancellableProgress<T>(
  title: string,
  job: (signal: AbortSignal, report: ReportProgress) => Promise<T>,
): Thenable<T | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    let reported = 0;
    const report: ReportProgress = ({ share, message }) => {
      // Any increment, even 0, turns VS Code's endless progress bar into one that stands at its share.
      const increment = share === undefined ? undefined : 100 * (share - reported);
      reported = share ?? reported;
      progress.report({ ...(increment !== undefined && { increment }), ...(message !== undefined && { message }) });
    };
    return undefinedWhenAborted(controller.signal, () => job(controller.signal, report));
  });
}
