import '../../src/inference/models/onnxRuntime.node';
import { concatenate } from '../../src/core/concatenate';
import { causalModel } from '../../src/inference/generation/causalModel';
import { topToken } from '../../src/inference/generation/topTokens';
import { findModel } from '../../src/inference/models/findModelById.node';
import { loadModel } from '../../src/inference/models/loadedModel';
import { places } from '../../test/helpers/fixtures';
import { answerQuestions } from './childProcess';
import { timed } from './inTurns';
import type { Pass } from './pass';

/** Runs passes as ghost text does, on one thread: readerProcess.ts FOLDER */
async function main(folder: string): Promise<void> {
  const { reader } = causalModel(await loadModel(await findModel(folder, places), 1));
  let read: Int32Array = new Int32Array(0);
  answerQuestions((passes: readonly Pass[]) =>
    timed(async () => {
      for (const { after, ids } of passes) {
        read = concatenate([read.subarray(0, after), Int32Array.from(ids)]);
        topToken(await reader.read(read, 1));
      }
    }),
  );
}

void main(process.argv[2]!);
