import { AutoModelForCausalLM, AutoModelForMaskedLM, type PreTrainedModel } from '@xenova/transformers';
import type { InferenceSession } from 'onnxruntime-node';
import type { ModelSpec } from '../../core/models';
import type { HiddenValues } from './hiddenValues';
import { hiddenValuesOf } from './onnxRuntime.node';
import { loadTokenizer, type Tokenizer } from '../tokens/tokenizer';

/** A model ready to run. */
export interface LoadedModel {
  readonly spec: ModelSpec;
  readonly tokenizer: Tokenizer;
  readonly session: InferenceSession;
  /** Session outputs [1, heads, size, size], one a layer; none when the graph's attention was not recognised. */
  readonly attention: HiddenValues['attention'];
  readonly growth: HiddenValues['growth'];
}

/** Loads a model's tokenizer and graph from its folder. Throws when one is missing or of the wrong kind. */
export async function loadModel(
  spec: ModelSpec,
  threads: number,
  loadingTokenizer: Promise<Tokenizer> = loadTokenizer(spec.id),
): Promise<LoadedModel> {
  const [tokenizer, session] = await Promise.all([loadingTokenizer, loadSession(spec, threads)]);
  if (spec.task === 'causal') checkCausal(session, spec);
  const { attention, growth } = hiddenValuesOf(session);
  return { spec, tokenizer, session, attention: attention.length === spec.layers ? attention : [], growth };
}

async function loadSession(spec: ModelSpec, threads: number): Promise<InferenceSession> {
  const architecture = spec.task === 'causal' ? AutoModelForCausalLM : AutoModelForMaskedLM;
  const options = { device: 'auto' as const, session_options: sessionOptions(threads) };
  try {
    return sessionOf(await architecture.from_pretrained(spec.id, options));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!/not found locally/.test(reason)) throw error;
    const missing = /"([^"]*)"\.?$/.exec(reason)?.[1] ?? 'its ONNX graph';
    throw new Error(`${spec.label} cannot be loaded: ${missing} is missing. Put it there, or choose another model.`, {
      cause: error,
    });
  }
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

/** Generation hands keys and values from pass to pass. */
function checkCausal({ inputNames, outputNames }: InferenceSession, { label }: ModelSpec): void {
  const lacking = [
    ...['input_ids', 'past_key_values.0.key'].filter((name) => !inputNames.includes(name)),
    ...['logits', 'present.0.key'].filter((name) => !outputNames.includes(name)),
  ];
  if (lacking.length === 0) return;
  throw new Error(
    `The graph of ${label} cannot be used for ghost text: it lacks ${lacking.join(', ')}. Export it again with a ` +
      'key-value cache (text-generation-with-past), or choose another model.',
  );
}
