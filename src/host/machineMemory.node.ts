import { totalmem } from 'node:os';

/** Memory of the machine, or of the container that this runs in, in bytes. */
export interface MachineMemory {
  readonly totalBytes: number;
  /** What programs can take without swapping; Infinity where that cannot be known. */
  readonly freeBytes: number;
}

/** Reads the memory of this machine now. */
export function machineMemory(): MachineMemory {
  return {
    totalBytes: Math.min(totalmem(), process.constrainedMemory() || Infinity),
    // macOS fills its memory with files and calls only the rest free, a few hundred megabytes on an idle machine.
    freeBytes: process.platform === 'darwin' ? Infinity : process.availableMemory(),
  };
}
