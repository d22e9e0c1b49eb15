/** How far a download has come, all its files together. */
export interface DownloadProgress {
  /** The path of the file that is on its way or being checked. */
  readonly file: string;
  /** Bytes that are on the disk. */
  readonly received: number;
  /** Bytes in all. */
  readonly total: number;
  /** Of late; 0 while nothing comes. */
  readonly bytesPerSecond: number;
  /** Undefined as long as it cannot be told. */
  readonly secondsLeft: number | undefined;
  /** Whether another window or process has the folder now, so that this one waits. */
  readonly isWaiting: boolean;
}

/** Milliseconds between two reports, at least. */
const BEAT = 100;
/** Milliseconds after which a change of speed shows by two thirds. */
const SMOOTHING = 3_000;
/** Milliseconds of measuring before it is told how long the rest will take: connections begin slowly. */
const SETTLING = 1_000;

/** Counts bytes as they come, and tells of it ten times a second at most, and of each change that matters. */
export class ProgressMeter {
  readonly #total: number;
  readonly #onProgress: (progress: DownloadProgress) => void;
  readonly #now: () => number;
  #file = '';
  #received = 0;
  #isWaiting = false;
  #lastReport = -Infinity;
  /** Bytes that came over the network since the last look at the clock. */
  #fresh = 0;
  #lookedAt: number | undefined;
  /** Bytes and milliseconds of late: what is long ago counts less and less. */
  #lateBytes = 0;
  #lateTime = 0;

  /** @param now in milliseconds */
  constructor(
    total: number,
    onProgress: (progress: DownloadProgress) => void = () => {},
    now = () => performance.now(),
  ) {
    this.#total = total;
    this.#onProgress = onProgress;
    this.#now = now;
  }

  /** From here on it is about this file. */
  turnTo(file: string): void {
    this.#file = file;
    this.#isWaiting = false;
    this.#reportInTime();
  }

  waitFor(file: string): void {
    const isNews = !this.#isWaiting;
    this.#file = file;
    this.#isWaiting = true;
    if (isNews) this.report();
  }

  /** Bytes that were there already; below zero when some of them turned out to be of no use. */
  found(bytes: number): void {
    this.#received += bytes;
    this.#reportInTime();
  }

  /** The next bytes will come over the network: the time until then does not count. */
  begin(): void {
    this.#lookedAt = this.#now();
    this.#fresh = 0;
  }

  came(bytes: number): void {
    this.#received += bytes;
    this.#fresh += bytes;
    this.#reportInTime();
  }

  report(): void {
    this.#measure();
    this.#lastReport = this.#now();
    const left = this.#total - this.#received;
    const speed = this.#lateTime === 0 ? 0 : (this.#lateBytes * 1000) / this.#lateTime;
    this.#onProgress({
      file: this.#file,
      received: this.#received,
      total: this.#total,
      bytesPerSecond: speed,
      secondsLeft: speed > 0 && this.#lateTime >= SETTLING ? left / speed : undefined,
      isWaiting: this.#isWaiting,
    });
  }

  #reportInTime(): void {
    if (this.#now() - this.#lastReport >= BEAT) this.report();
  }

  #measure(): void {
    const elapsed = this.#now() - (this.#lookedAt ?? this.#now());
    if (elapsed < BEAT / 2) return;
    const kept = Math.exp(-elapsed / SMOOTHING);
    this.#lateBytes = this.#lateBytes * kept + this.#fresh;
    this.#lateTime = this.#lateTime * kept + elapsed;
    this.begin();
  }
}
