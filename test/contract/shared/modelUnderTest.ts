import type { Inference } from '../../../src/contracts/inference';

/** A causal model that must do what the contract says, whoever runs it. */
export interface ModelUnderTest {
  readonly inference: Inference;
  /** What requests name. */
  readonly model: string;
  /** In tokens. */
  readonly contextLength: number;
}
