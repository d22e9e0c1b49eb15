import { mkdir, open, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { yieldToEventLoop } from '../../yieldToEventLoop';
import { EXACT_GRAPH } from '../exactGraphName';
import { decoderFromGguf } from './decoderFromGguf.node';
import { GgufError, UnsupportedGgufError } from './ggufError';
import { GgufMetadata } from './ggufMetadata';
import { GgufWeights } from './ggufWeights.node';
import { readGgufHeader } from './readGgufHeader.node';
import { refuseWrongPlaces } from './refuseWrongPlaces';
import { architectureNamed } from './supportedArchitectures';
import { tokenizerFromGguf } from './tokenizerFromGguf';
import { WeightsFile } from './weightsFile.node';

export interface MakeModelOptions {
  readonly signal: AbortSignal;
  /** Receives the share that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

const GRAPH = 'model.onnx';
const WEIGHTS = `${GRAPH}_data`;

/**
 * Makes a model folder, such as the hub has them, from a GGUF file. The folder appears when it is complete. Rejects
 * with an Error that says what is wrong with the file or the disk and what to do, or with the signal's reason, and leaves
 * nothing behind.
 *
 * @param gguf path of the file
 * @param folder path of the folder, which must not exist
 */
export async function makeModelFromGguf(gguf: string, folder: string, options: MakeModelOptions): Promise<void> {
  const partial = `${folder}.${process.pid}.partial`;
  try {
    // Opening something else, such as a pipe, might never end.
    if (!(await stat(gguf)).isFile()) throw new GgufError('it is not a file');
    const source = await open(gguf);
    try {
      await mkdir(path.join(partial, 'onnx'), { recursive: true });
      await makeFiles(source, partial, options);
      await rename(partial, folder);
    } finally {
      await source.close();
    }
  } catch (error) {
    throw explained(error, gguf, folder);
  } finally {
    // What went wrong before says more than that nothing can be removed.
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** An error with a message for the user; others than those of the file and the disk as they are. */
function explained(error: unknown, gguf: string, folder: string): unknown {
  if (error instanceof GgufError) {
    const advice =
      error instanceof UnsupportedGgufError ? 'Choose another one' : 'Get the file again, or choose another one';
    return new Error(`${gguf} cannot be used: ${error.message}. ${advice}.`, { cause: error });
  }
  if (!(error instanceof Error) || !('syscall' in error && 'code' in error)) return error;
  const isFull = error.code === 'ENOSPC' || error.code === 'EDQUOT';
  const message = isFull
    ? `The disk is full: ${folder} cannot be written (${error.message}). Free some space and try again.`
    : `No model could be made of ${gguf} in ${folder} (${error.message}). Check whether both can be read and written, and try again.`;
  return new Error(message, { cause: error });
}

async function makeFiles(source: FileHandle, folder: string, options: MakeModelOptions): Promise<void> {
  const { signal, onProgress } = options;
  const header = await readGgufHeader(source);
  // Large vocabularies take a while here, and ghost text may be waiting.
  await yieldToEventLoop();
  const metadata = new GgufMetadata(header.metadata);
  const architecture = architectureNamed(metadata.text('general.architecture'));
  refuseWrongPlaces(header.tensors.values(), (await source.stat()).size);
  const weights = new GgufWeights(source, header);
  const shape = await architecture.shapeOf(metadata, weights);
  const config = architecture.configOf(metadata, shape, weights);
  const tokenizer = tokenizerFromGguf(metadata, shape.vocabulary);
  await yieldToEventLoop();

  let read = 0;
  const onRead = (bytes: number) => {
    signal.throwIfAborted();
    read += bytes;
    onProgress?.(read / weights.size);
  };
  const target = await open(path.join(folder, 'onnx', WEIGHTS), 'wx');
  try {
    const file = new WeightsFile(target, WEIGHTS);
    const graphs = await decoderFromGguf(weights, shape, architecture, file, onRead);
    const [unread] = weights.unread;
    if (unread !== undefined)
      throw new UnsupportedGgufError(`it has a tensor that Left Context does not know, ${unread}`);
    await writeFile(path.join(folder, 'onnx', GRAPH), graphs.rounded);
    await writeFile(path.join(folder, 'onnx', EXACT_GRAPH), graphs.exact);
    await target.sync();
  } finally {
    await target.close();
  }
  const json = (name: string, value: object) => writeFile(path.join(folder, name), JSON.stringify(value));
  await json('config.json', config);
  await json('tokenizer.json', tokenizer.tokenizer);
  await json('tokenizer_config.json', tokenizer.config);
}
