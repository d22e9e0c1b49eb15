import { pathToFileURL } from 'node:url';
import { answerQuestions } from './childProcess';
import type { Pass } from './pass';

/** What this bench uses of node-llama-cpp, which is not installed with the other packages. */
interface NodeLlamaCpp {
  getLlama(options: object): Promise<{ loadModel(options: object): Promise<LlamaModel> }>;
}

interface LlamaModel {
  createContext(options: object): Promise<{ getSequence(): Sequence }>;
}

interface Sequence {
  readonly nextTokenIndex: number;
  eraseContextTokenRanges(ranges: readonly { start: number; end: number }[]): Promise<void>;
  controlledEvaluate(tokens: readonly (number | [number, object])[]): Promise<unknown>;
}

/** Runs passes by llama.cpp on one thread: llamaCppProcess.ts FOLDER-OF-NODE-LLAMA-CPP GGUF */
async function main(folder: string, gguf: string): Promise<void> {
  const { getLlama } = (await import(pathToFileURL(`${folder}/dist/index.js`).href)) as NodeLlamaCpp;
  const llama = await getLlama({ gpu: false, build: 'never', progressLogs: false, logLevel: 'error' });
  const model = await llama.loadModel({ modelPath: gguf, gpuLayers: 0 });
  const context = await model.createContext({ contextSize: 1024, batchSize: 512, threads: 1 });
  const sequence = context.getSequence();
  answerQuestions(async (passes: readonly Pass[]) => {
    const start = performance.now();
    for (const { after, ids } of passes) {
      const end = sequence.nextTokenIndex;
      if (end > after) await sequence.eraseContextTokenRanges([{ start: after, end }]);
      const choosing = ids.map((id, index) =>
        index < ids.length - 1 ? id : ([id, { generateNext: { token: true } }] as [number, object]),
      );
      await sequence.controlledEvaluate(choosing);
    }
    return performance.now() - start;
  });
}

void main(process.argv[2]!, process.argv[3]!);
