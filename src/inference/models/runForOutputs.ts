import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { runtimeErrorText } from './onnxErrorText';

/**
 * Runs a session for some of its outputs. Throws an Error with advice when the graph cannot run. onnxruntime-node 1.23
 * computes the requested outputs but names them after the session's first ones
 * (https://github.com/microsoft/onnxruntime/issues/26865). Both are in the session's order, so the names are corrected
 * by position.
 */
export async function runOutputs(
  session: InferenceSession,
  feeds: Record<string, Tensor>,
  names: readonly string[],
): Promise<Record<string, Tensor>> {
  const outputs = await session.run(feeds, names).catch((error: unknown) => {
    throw new Error(
      `The model's graph does not run with what its config.json and tokenizer.json say: ${runtimeErrorText(error)} Get the model ` +
        'again, or choose another one.',
      { cause: error },
    );
  });
  const inOrder = session.outputNames.filter((name) => names.includes(name));
  const values = session.outputNames.filter((name) => name in outputs).map((name) => outputs[name] as Tensor);
  return Object.fromEntries(inOrder.map((name, index) => [name, values[index]!]));
}
