import type { InferenceSession } from 'onnxruntime-node';
import type { ExposedValues } from './exposeAttentionOutputs';

/** A graph ready to run, and the values it outputs beside its own. */
export interface Graph extends ExposedValues {
  readonly session: InferenceSession;
}
