import type { AttentionMap } from './attentionMap';

/**
 * Merges the rows and columns of a map from tokens to words. Attention to a word is the sum over its tokens, and
 * attention from a word is their mean, so that rows still sum to 1 (Clark et al. 2019, "What Does BERT Look At?").
 */
export function mergeWords(map: AttentionMap, words: readonly (readonly number[])[]): AttentionMap {
  const size = words.length;
  const wordOf = new Int32Array(map.size);
  words.forEach((tokens, word) => tokens.forEach((token) => (wordOf[token] = word)));
  const weights = new Float32Array(size * size);
  words.forEach((tokens, word) => {
    for (const token of tokens) {
      for (let column = 0; column < map.size; column++) {
        weights[word * size + wordOf[column]!]! += map.weights[token * map.size + column]! / tokens.length;
      }
    }
  });
  return { size, weights };
}
