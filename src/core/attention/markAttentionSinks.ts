import type { Task } from '../models/modelSpec';

/**
 * Marks attention sinks, the tokens on which heads put weight that they do not need: special tokens ([CLS], [SEP],
 * </s>), and the first token of a causal model (Xiao et al. 2023, "Efficient Streaming Language Models with Attention
 * Sinks").
 *
 * @param starts offset of each token, −1 for special tokens
 */
export function sinksOf(starts: ArrayLike<number>, task: Task): boolean[] {
  return Array.from(starts, (start, token) => start < 0 || (task === 'causal' && token === 0));
}
