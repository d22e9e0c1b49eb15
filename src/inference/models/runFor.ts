import type { InferenceSession, Tensor } from 'onnxruntime-node';

/**
 * Runs a session for some of its outputs; those given with a tensor are written to it. onnxruntime-node 1.23 computes the right ones but names them after the
 * first outputs of the session (https://github.com/microsoft/onnxruntime/issues/26865); both orders are the
 * session's, so the names are put right by position.
 */
export async function runFor(
  session: InferenceSession,
  feeds: Record<string, Tensor>,
  fetches: Record<string, Tensor | null>,
): Promise<Record<string, Tensor>> {
  const outputs = await session.run(feeds, fetches);
  const inOrder = session.outputNames.filter((name) => name in fetches);
  const values = session.outputNames.filter((name) => name in outputs).map((name) => outputs[name] as Tensor);
  return Object.fromEntries(inOrder.map((name, index) => [name, values[index]!]));
}
