import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A running inference process, as /proc describes it. */
export interface RunningModels {
  readonly pid: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Threads that it may use for the models, and all threads that it has. */
  readonly askedThreads: number;
  readonly threads: number;
}

/** Inference processes started by the code-server with this profile. */
export function inferenceProcesses(profile: string): RunningModels[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      const [commandLine, environ] = ['cmdline', 'environ'].map((name) => stringsIn(path.join('/proc', pid, name)));
      const environment = Object.fromEntries(environ!.map((entry) => entry.split(/=(.*)/s).slice(0, 2)));
      const isOurs = commandLine![1]?.endsWith('inference.js') && environment['XDG_DATA_HOME'] === profile;
      if (!isOurs) return [];
      const threads = readdirSync(path.join('/proc', pid, 'task')).length;
      return [{ pid: Number(pid), environment, askedThreads: Number(commandLine![4]), threads }];
    } catch {
      // It has ended since, or belongs to another user.
      return [];
    }
  });
}

function stringsIn(file: string): string[] {
  return readFileSync(file, 'utf8').split('\0');
}
