import { numberIn, type ModelConfig } from './checkNumbersInConfig';

/** Families whose positions start behind the padding token's id, so that the first rows of the table are unused. */
const PADDED_POSITIONS = new Set(['roberta', 'roberta-prelayernorm', 'xlm-roberta', 'camembert', 'mpnet']);

/**
 * Undefined for T5 and similar models, whose positions are relative: their n_positions is the length they were trained
 * on, not a limit.
 */
export function contextLengthOf(id: string, config: ModelConfig): number | undefined {
  if ('relative_attention_num_buckets' in config && !('max_position_embeddings' in config)) return undefined;
  const positions = numberIn(id, config, 'positions');
  if (positions === undefined || !PADDED_POSITIONS.has(String(config['model_type']))) return positions;
  const padding = typeof config['pad_token_id'] === 'number' ? config['pad_token_id'] : 1;
  return positions - padding - 1;
}
