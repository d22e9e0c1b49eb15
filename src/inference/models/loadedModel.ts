import { AutoModelForCausalLM, AutoModelForMaskedLM, type PreTrainedModel } from '@xenova/transformers';
import type { InferenceSession } from 'onnxruntime-node';
import type { ModelSpec } from '../../core/models';
import { loadTokenizer, type Tokenizer } from '../tokens/tokenizer';

/** A model ready to run. */
export interface LoadedModel {
  readonly spec: ModelSpec;
  readonly tokenizer: Tokenizer;
  readonly session: InferenceSession;
  /** Session outputs [1, heads, size, size], one a layer. */
  readonly attention: readonly string[];
}

/** Loads a model's tokenizer and graph from transformers.js's local model folder. */
export async function loadModel(spec: ModelSpec, threads: number): Promise<LoadedModel> {
  const architecture = spec.task === 'causal' ? AutoModelForCausalLM : AutoModelForMaskedLM;
  const [tokenizer, model] = await Promise.all([
    loadTokenizer(spec.id),
    architecture.from_pretrained(spec.id, { device: 'auto', session_options: sessionOptions(threads) }),
  ]);
  const session = sessionOf(model);
  const attention = session.outputNames.filter((name) => !isOrdinaryOutput(name));
  if (attention.length !== spec.layers) {
    throw new Error(`${spec.id} has ${attention.length} attention layers where ${spec.layers} were expected.`);
  }
  return { spec, tokenizer, session, attention };
}

function sessionOptions(threads: number): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    // Threads that spin while they wait burn the writer's battery and gain nothing measurable.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
}

/** transformers.js's own run() drops outputs it does not know, so passes go to the session behind it. */
function sessionOf(model: PreTrainedModel): InferenceSession {
  return (model.sessions as Record<string, InferenceSession>)['model']!;
}

function isOrdinaryOutput(name: string): boolean {
  return name === 'logits' || name.startsWith('present.');
}
