/** Progress of a download, all its files together. */
export interface DownloadProgress {
  /** Path of the file that is being downloaded or checked. */
  readonly file: string;
  /** Bytes on the disk. */
  readonly received: number;
  /** Bytes of all files. */
  readonly total: number;
  /** Recent speed; 0 while nothing arrives. */
  readonly bytesPerSecond: number;
  /** Undefined until it can be estimated. */
  readonly secondsLeft: number | undefined;
  /** Whether the download waits for another window or process that uses the folder. */
  readonly isWaiting: boolean;
}

/** Minimum milliseconds between two reports. */
const REPORT_INTERVAL = 100;
/** Time constant of the speed average, in milliseconds: after it, a change of speed shows by two thirds. */
const SMOOTHING_TIME = 3_000;
/** Milliseconds of measurement before the time left is estimated: connections start slowly. */
const WARM_UP_TIME = 1_000;

/** Counts bytes, and reports at most ten times a second, and at once when waiting begins. */
export class ProgressMeter {
  readonly #total: number;
  readonly #onProgress: (progress: DownloadProgress) => void;
  readonly #now: () => number;
  #file = '';
  #received = 0;
  #isWaiting = false;
  #lastReport = -Infinity;
  /** Bytes that arrived over the network since the last measurement. */
  #newBytes = 0;
  #lastMeasurement: number | undefined;
  /** Exponentially decaying sums of bytes and milliseconds. */
  #recentBytes = 0;
  #recentTime = 0;

  /** @param now clock in milliseconds */
  constructor(
    total: number,
    onProgress: (progress: DownloadProgress) => void = () => {},
    now = () => performance.now(),
  ) {
    this.#total = total;
    this.#onProgress = onProgress;
    this.#now = now;
  }

  /** Later progress is about this file. */
  startFile(file: string): void {
    this.#file = file;
    this.#isWaiting = false;
    this.#reportIfDue();
  }

  /** Reports once that this file waits until the folder is unlocked. */
  waitForLock(file: string): void {
    const wasWaiting = this.#isWaiting;
    this.#file = file;
    this.#isWaiting = true;
    if (!wasWaiting) this.report();
  }

  /** Counts bytes that were on the disk already; negative when some of them are discarded. */
  addExisting(bytes: number): void {
    this.#received += bytes;
    this.#reportIfDue();
  }

  /** Starts measuring speed: the time before this call does not count. */
  startTransfer(): void {
    this.#lastMeasurement = this.#now();
    this.#newBytes = 0;
  }

  /** Counts bytes that arrived over the network. */
  addReceived(bytes: number): void {
    this.#received += bytes;
    this.#newBytes += bytes;
    this.#reportIfDue();
  }

  report(): void {
    this.#measure();
    this.#lastReport = this.#now();
    const left = this.#total - this.#received;
    const speed = this.#recentTime === 0 ? 0 : (this.#recentBytes * 1000) / this.#recentTime;
    this.#onProgress({
      file: this.#file,
      received: this.#received,
      total: this.#total,
      bytesPerSecond: speed,
      secondsLeft: speed > 0 && this.#recentTime >= WARM_UP_TIME ? left / speed : undefined,
      isWaiting: this.#isWaiting,
    });
  }

  #reportIfDue(): void {
    if (this.#now() - this.#lastReport >= REPORT_INTERVAL) this.report();
  }

  #measure(): void {
    const elapsed = this.#now() - (this.#lastMeasurement ?? this.#now());
    if (elapsed < REPORT_INTERVAL / 2) return;
    const decay = Math.exp(-elapsed / SMOOTHING_TIME);
    this.#recentBytes = this.#recentBytes * decay + this.#newBytes;
    this.#recentTime = this.#recentTime * decay + elapsed;
    this.startTransfer();
  }
}
