/** Why a model cannot be used whose logits are no numbers. */
export const NO_PROBABILITIES =
  'This model gives no probabilities: its weights are damaged. Get it again, or choose another model.';
