import { startChild } from './childProcess';
import { installForBench } from './installForBench';
import type { Pass } from './pass';

const VERSION = '3.21.1';

/** llama.cpp with a GGUF, in a process of its own, on one thread of the processor. */
export interface LlamaCpp {
  /** Milliseconds that it takes to run `passes` and to choose the likeliest token after each. */
  time(passes: readonly Pass[]): Promise<number>;
  stop(): void;
}

/**
 * Starts llama.cpp through node-llama-cpp, which is installed when first needed.
 *
 * @throws when it cannot be installed or cannot open the GGUF
 */
export async function startLlamaCpp(gguf: string): Promise<LlamaCpp> {
  const binaries = `@node-llama-cpp/${platformName()}@${VERSION}`;
  const folder = installForBench(`node-llama-cpp@${VERSION}`, binaries);
  const { ask, stop } = await startChild('llamaCppProcess.ts', folder, gguf);
  return { time: ask, stop };
}

/** What node-llama-cpp calls this machine in the names of its packages. */
function platformName(): string {
  if (process.platform === 'darwin') return process.arch === 'arm64' ? 'mac-arm64-metal' : 'mac-x64';
  return `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
}
