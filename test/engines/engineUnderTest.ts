import { RecordingProxy } from './recordingProxy';
import { recordingFile } from './recording';
import { ReplayServer } from './replayServer';

export type EngineUnderTestKind = 'vllm' | 'llama-server';

/** The variables that `npm run test:engines` sets to the addresses of real engines. */
const VARIABLES: Readonly<Record<EngineUnderTestKind, string>> = {
  vllm: 'LEFT_CONTEXT_VLLM',
  'llama-server': 'LEFT_CONTEXT_LLAMA_SERVER',
};

const KINDS = Object.keys(VARIABLES) as EngineUnderTestKind[];
const realOnes = KINDS.filter((kind) => process.env[VARIABLES[kind]] !== undefined);

/** The engines to run suites on: the real ones that were started, or all recorded ones. */
export const enginesUnderTest: readonly EngineUnderTestKind[] = realOnes.length > 0 ? realOnes : KINDS;

/** What the engines call the model that both run. */
export const MODEL = 'SmolLM2-135M-Instruct';

export interface EngineUnderTest {
  readonly url: string;
  /** False when it only repeats what a real engine answered once. */
  readonly isReal: boolean;
  /** @throws when something was asked that has not been recorded */
  stop(): Promise<void>;
}

/**
 * A real engine, if `npm run test:engines` has started one, and else a small server that repeats its answers, byte for byte. With
 * the variable LEFT_CONTEXT_RECORD, the answers of the real engine are recorded for that.
 */
export async function startEngineUnderTest(kind: EngineUnderTestKind): Promise<EngineUnderTest> {
  const url = process.env[VARIABLES[kind]];
  const recording = recordingFile(kind);
  if (url === undefined) return replayed(recording);
  if (process.env['LEFT_CONTEXT_RECORD'] === undefined) return { url, isReal: true, stop: async () => undefined };
  const proxy = await RecordingProxy.start(url, recording);
  return { url: proxy.url, isReal: true, stop: () => proxy.stop() };
}

async function replayed(recording: string): Promise<EngineUnderTest> {
  const server = await ReplayServer.start(recording);
  const stop = async () => {
    await server.stop();
    if (server.unknown.length > 0)
      throw new Error(
        `${server.unknown.length} requests are not in ${recording}. Record them: npm run test:engines -- --record\n` +
          server.unknown.map((asked) => asked.slice(0, 500)).join('\n'),
      );
  };
  return { url: server.url, isReal: false, stop };
}
