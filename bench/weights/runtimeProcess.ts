import { createRequire } from 'node:module';
import type * as OnnxRuntime from 'onnxruntime-node';
import { answerQuestions } from './childProcess';
import { timed } from './inTurns';

/** A pass over `tokens` tokens after `before` others, whatever they are. */
export interface BarePass {
  readonly before: number;
  readonly tokens: number;
}

/** Room for keys and values, in tokens. */
const ROOM = 512;

/** Runs passes of a graph on one thread: runtimeProcess.ts FOLDER-OF-ONNXRUNTIME-NODE GRAPH */
async function main(folder: string, graph: string): Promise<void> {
  const { InferenceSession, Tensor } = createRequire(__filename)(folder) as typeof OnnxRuntime;
  const session = await InferenceSession.create(graph, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const int64 = (values: readonly number[], dims: readonly number[]) =>
    new Tensor('int64', BigInt64Array.from(values, BigInt), dims);
  const inputs: Record<string, OnnxRuntime.Tensor> = {};
  for (const input of session.inputMetadata) {
    if (!input.isTensor) continue;
    const dims = input.shape.map((size) => (typeof size === 'number' ? size : ROOM));
    const length = dims.reduce((product, size) => product * size, 1);
    inputs[input.name] =
      input.type === 'float32'
        ? new Tensor('float32', new Float32Array(length).fill(0.1), dims)
        : int64(new Array<number>(length).fill(0), dims);
  }
  answerQuestions(({ before, tokens }: BarePass) => {
    const ids = Array.from({ length: tokens }, (_, index) => 1000 + index);
    const own = {
      input_ids: int64(ids, [1, tokens]),
      past_length: int64([before], [1]),
      seen_past: new Tensor('bool', new Uint8Array(ROOM).fill(1), [1, ROOM]),
      num_logits_to_keep: int64([1], []),
    };
    return timed(() => session.run({ ...inputs, ...own }));
  });
}

void main(process.argv[2]!, process.argv[3]!);
