import { needsRightContext, type WordBits } from './needsRightContext';

/**
 * The words of `text` that make sense only with their right context, each once: first those that it explains by the most
 * bits. Of a word in several places, the place where it explains most counts.
 */
export function rankRightContextWords(text: string, words: readonly WordBits[]): WordBits[] {
  const explained = ({ leftBits, bothBits }: WordBits) => leftBits - bothBits;
  const ranked = words.filter(needsRightContext).sort((a, b) => explained(b) - explained(a));
  const seen = new Set<string>();
  return ranked.filter(({ start, end }) => {
    const word = text.slice(start, end).toLowerCase();
    return !seen.has(word) && seen.add(word);
  });
}
