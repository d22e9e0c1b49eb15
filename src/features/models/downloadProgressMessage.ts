import type { ReportProgress } from '../../host/cancellableProgress';
import type { DownloadProgress } from '../../host/modelStore.node';
import { duration, megabytes } from '../shared/formatNumbers';

/** Reports how much has arrived, how fast, and how long the rest takes, or that another window downloads the file. */
export function showProgress(progress: DownloadProgress, report: ReportProgress): void {
  const { file, received, total, bytesPerSecond, secondsLeft, isWaiting } = progress;
  const size = `${megabytes(received)} of ${megabytes(total)}`;
  const speed = bytesPerSecond > 0 ? ` · ${megabytes(bytesPerSecond)}/s` : '';
  const timeLeft = secondsLeft === undefined ? '' : ` · ${duration(secondsLeft)} left`;
  const message = isWaiting ? `another window is downloading ${file}` : size + speed + timeLeft;
  report({ share: received / total, message });
}
