import { labelOf } from './modelLabel';
import type { Task } from './modelSpec';
import type { ModelConfig } from './checkNumbersInConfig';

/** The model's class in transformers, such as GPT2LMHeadModel; undefined when config.json does not name one. */
export function architectureOf(config: unknown): string | undefined {
  const { architectures } = (config ?? {}) as { architectures?: unknown };
  const first: unknown = Array.isArray(architectures) ? architectures[0] : undefined;
  return typeof first === 'string' ? first : undefined;
}

/** What a model was trained for, from its architecture. Throws an Error when config.json does not name one. */
export function taskOf(id: string, config: ModelConfig): Task {
  if (config['is_encoder_decoder'] === true) return 'text-to-text';
  const architecture = architectureOf(config);
  if (architecture === undefined)
    throw new Error(
      `config.json of ${labelOf(id)} names no architecture, so it is not known what the model can do. ` +
        'Add "architectures", such as ["GPT2LMHeadModel"] or ["BertForMaskedLM"], or choose another model.',
    );
  if (/(LMHeadModel|ForCausalLM)$/.test(architecture)) return 'causal';
  return /(ForMaskedLM|ForPreTraining)$/.test(architecture) ? 'masked' : 'encoder';
}
