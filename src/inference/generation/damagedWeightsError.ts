/** The error for a model whose logits are not numbers. */
export function noProbabilitiesError(): Error {
  return new Error(
    'This model gives no probabilities: its weights are damaged. Get it again, or choose another model.',
  );
}
