import { chanceOfFirst, firstWordVector } from '../../src/core/completion/chanceOfFirstWord';
import { generateSuggestion } from '../../src/inference/generation/generateSuggestion';
import { readLeftContext } from '../../src/inference/generation/generateCompletion';
import { logProbabilityOfLetter } from '../../src/inference/generation/judgeOfRequest';
import type { CausalModel } from '../../src/inference/generation/causalModel';
import type { MemoryMatch } from '../../src/inference/memory/memoryMatch';
import { featureVector } from '../../src/inference/memory/mixtureWeights';
import { featuresOfMatches, probabilityOf } from '../../src/inference/memory/readerWithMemory';
import type { TokenMemory, WrittenText } from '../../src/inference/memory/tokenMemory';
import { atOnce } from '../../src/inference/requestScheduler';
import type { Tokenizer } from '../../src/inference/tokens/tokenizer';
import { completionRequest } from '../../test/helpers/completionRequest';
import { acceptableLength, beginsAlike } from '../typist';
import type { BeginningRecord, MatchRecord } from './fit';
import type { Passage } from './repositories';

/** A suggestion is recorded behind every so many characters. */
const STRIDE = 4;
const SCORED_TOKENS = 300;

/** Records what the model and the memory say of each token of a passage's end. */
export async function recordMatches(
  { tokenizer, reader, contextLength }: CausalModel,
  memory: TokenMemory,
  written: WrittenText,
  { text, end: typedEnd }: Passage,
  repository: string,
): Promise<MatchRecord[]> {
  const all = Int32Array.of(tokenizer.startOfText, ...tokenizer.encode(text.slice(0, typedEnd)).ids);
  const ids = all.subarray(Math.max(0, all.length - contextLength));
  const scored = Math.min(SCORED_TOKENS, ids.length >> 1);
  const logits = await reader.read(ids, scored);
  const size = logits.length / scored;
  return Array.from({ length: scored - 1 }, (_, index) => {
    const end = ids.length - scored + index + 1;
    const matches = memory.find(ids.subarray(0, end), written);
    return matches.length > 0
      ? [recordOf(logits.subarray(index * size, (index + 1) * size), matches, ids[end]!, repository, tokenizer)]
      : [];
  }).flat();
}

function recordOf(
  logits: Float32Array,
  matches: readonly MemoryMatch[],
  next: number,
  repository: string,
  tokenizer: Tokenizer,
): MatchRecord {
  const { logTotal, features } = featuresOfMatches(logits, matches, tokenizer);
  return {
    repository,
    vectors: features.map(featureVector),
    matches: matches.map(({ shares }) => shares.get(next) ?? 0),
    model: probabilityOf(next, logits, logTotal),
  };
}

/** Records suggestions at many places of a passage, however unlikely they are, and whether they begin right. */
export async function recordBeginnings(
  model: CausalModel,
  { text, start, end }: Pick<Passage, 'text' | 'start' | 'end'>,
  repository: string,
): Promise<BeginningRecord[]> {
  const records: BeginningRecord[] = [];
  for (let caret = start; caret < end; caret += STRIDE) {
    const ahead = text.slice(caret);
    const request = completionRequest(text.slice(0, caret), { level: 'eager' });
    const { recent, candidates } = await readLeftContext(model, request, atOnce);
    const surprise = recent.bitsPerByte;
    const [first] = candidates;
    if (!first) continue;
    const shareOfMemory = model.memory?.shareOf(first.context, first.id) ?? 0;
    let logProbability = 0;
    const firstWord = {
      leastChance: 0,
      leastLetterChance: 0,
      letterChance: 1,
      // The last call is for the whole word.
      chance: (ofWord: number) =>
        chanceOfFirst({ logProbability: (logProbability = ofWord), shareOfMemory, surprise }, model.chances.word),
    };
    const { text: ghost } = await generateSuggestion(model, request, first, { floor: 0.1, firstWord }, atOnce);
    if (ghost === '') continue;
    const letter = logProbabilityOfLetter(model, first, candidates);
    records.push({
      repository,
      word: firstWordVector({ logProbability, shareOfMemory, surprise }),
      letter: firstWordVector({ logProbability: letter, shareOfMemory, surprise }),
      isWordRight: acceptableLength(ghost, ahead) > 0,
      isLetterRight: beginsAlike(ghost, ahead),
    });
  }
  return records;
}
