import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findModel } from '../src/inference/models/findModelById.node';
import { loadModel, type LoadedModel } from '../src/inference/models/loadedModel';
import { makeModelFromGguf } from '../src/inference/models/gguf/makeModelFromGguf.node';
import { places, samplePrompt } from '../test/helpers/fixtures';
import { unhurried } from '../test/helpers/inferences';
import { samplePrompts, textsIn } from './quality/texts';
import { lowerIsBetter, type Row } from './row';
import { decodeAndPrefill } from './weights/decodeAndPrefill';
import { fidelity } from './weights/fidelity';
import { putGgufTogether } from './weights/ggufOfPack';
import { timed } from './weights/inTurns';
import { keyToSuggestion } from './weights/keyToSuggestion';
import { startLlamaCpp } from './weights/llamaCpp';
import { runtimes } from './weights/runtimes';

const MOST_SECONDS = { making: 10, loading: 2 };

/**
 * SmolLM2 made from the pack's GGUF, against llama.cpp with the same GGUF on one thread, with the newest ONNX Runtime,
 * and with PyTorch in float32 on passages of FILE, which has one JSON object with a `text` per line. Without FILE the
 * sample prompts of the tests are used. One made model serves for all rows. Build the extension first.
 */
export async function weights(quick: boolean, file: string | undefined): Promise<Row[]> {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'left-context-weights-'));
  try {
    const gguf = putGgufTogether(temporary);
    const folder = path.join(temporary, 'smollm2');
    const making = await timed(() => makeModelFromGguf(gguf, folder, { signal: unhurried }));
    let model: LoadedModel;
    const loading = await timed(async () => {
      model = await loadModel(await findModel(folder, places), 1);
    });
    return [
      ...(await againstLlamaCpp(model!, folder, gguf, quick)),
      seconds('s to make the model from its GGUF', making, MOST_SECONDS.making),
      seconds('s to load it', loading, MOST_SECONDS.loading),
      ...(await runtimes(model!.file, quick)),
      ...fidelity(gguf, folder, file ? textsIn(file) : samplePrompts(), quick),
    ];
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function againstLlamaCpp(model: LoadedModel, folder: string, gguf: string, quick: boolean): Promise<Row[]> {
  const text = samplePrompt('research-assistant.md');
  const llama = await startLlamaCpp(gguf);
  try {
    return [
      ...(await decodeAndPrefill(model.tokenizer, folder, llama, text, quick)),
      ...(await keyToSuggestion(model, folder, llama, text, quick)),
    ];
  } finally {
    llama.stop();
  }
}

function seconds(what: string, milliseconds: number, most: number): Row {
  return lowerIsBetter(`${what}; against ${most}`, milliseconds / 1000, most, 1);
}
