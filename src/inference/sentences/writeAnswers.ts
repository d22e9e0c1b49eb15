import type { AnswersRequest } from '../../contracts/sentenceRequests';
import { partsOfPrompt } from '../../core/sentences/partsOfPrompt';
import { withoutUnfinishedEnd } from '../../core/sentences/withoutUnfinishedEnd';
import { sampleToken } from '../generation/sampleToken';
import { topToken, topTokens } from '../generation/topTokens';
import type { Turn } from '../requestScheduler';
import type { Framing } from './framing';
import { roomForPrompt, type SentenceModel } from './sentenceModel';
import { visiblePrompt } from './visiblePrompt';

/** How the answers behind the first are drawn: near enough to it to be sensible, far enough to differ. */
const SAMPLING = { temperature: 0.8, topK: 50, topP: 0.95 };

/**
 * Lets a model answer a prompt several times; the first answer is the likeliest token by token. One of `maxTokens` tokens ends
 * with its last whole sentence. Equal ones are left out.
 */
export async function writeAnswers(
  model: SentenceModel,
  framing: Framing,
  { text, count, maxTokens }: AnswersRequest,
  turn: Turn,
  onProgress: (answers: readonly string[]) => void = () => undefined,
): Promise<readonly string[]> {
  const { reader, tokenizer } = model;
  const room = roomForPrompt(model, [new Int32Array(maxTokens)]);
  const { framed } = visiblePrompt(text, partsOfPrompt(text, 'sentences'), framing, room);
  const answers: string[] = [];
  for (let drawn = 0; drawn < count; drawn++) {
    const choose = (logits: Float32Array) => {
      const { id } =
        drawn === 0 ? topToken(logits) : sampleToken(topTokens(logits, SAMPLING.topK), SAMPLING, Math.random);
      return tokenizer.isSpecial(id) || id === tokenizer.endOfText ? undefined : id;
    };
    const ids = await reader.continueText(framed.ids, choose, maxTokens, turn);
    const whole = tokenizer.decode(ids).trim();
    const answer = ids.length < maxTokens ? whole : withoutUnfinishedEnd(whole);
    if (answer === '' || answers.includes(answer)) continue;
    answers.push(answer);
    onProgress(answers);
  }
  return answers;
}
