import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Resident megabytes of a process now, on Linux and macOS. */
export function residentMegabytes(pid: number): number {
  return (Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024) / 1e6;
}

/** The most megabytes that were resident so far, where the system tells; else those of now. */
export function mostMegabytes(pid: number): number {
  const file = `/proc/${pid}/status`;
  const kibibytes = existsSync(file) && /^VmHWM:\s+(\d+)/m.exec(readFileSync(file, 'utf8'))?.[1];
  return kibibytes ? (Number(kibibytes) * 1024) / 1e6 : residentMegabytes(pid);
}
