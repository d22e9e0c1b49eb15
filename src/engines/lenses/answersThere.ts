import type { AnswersRequest } from '../../contracts/sentenceRequests';
import { partsOfPrompt } from '../../core/sentences/partsOfPrompt';
import { withoutUnfinishedEnd } from '../../core/sentences/withoutUnfinishedEnd';
import type { Engine, EnginePrompt } from '../engine';
import { contextLengthOf } from './contextLengthOf';
import { framingThere } from './framingThere';
import { visibleThere } from './visibleThere';

/** How the answers behind the first are drawn: near enough to it to be sensible, far enough to differ. */
const SAMPLING = { temperature: 0.8, topK: 50, topP: 0.95 };
const LIKELIEST = { temperature: 0, topK: 0, topP: 1 };

/**
 * Lets an engine's model answer a prompt several times; the first answer is the likeliest token by token. One of `maxTokens`
 * tokens ends with its last whole sentence. Equal ones are left out.
 */
export async function answersThere(
  engine: Engine,
  { text, through, count, maxTokens }: AnswersRequest,
  signal: AbortSignal,
  onProgress: (answers: readonly string[]) => void = () => undefined,
): Promise<readonly string[]> {
  const framing = await framingThere(engine, text, through, signal);
  const room = contextLengthOf(engine.info) - maxTokens - 1;
  const { framed } = await visibleThere(text, partsOfPrompt(text, 'sentences'), framing, room);
  const answers: string[] = [];
  for (let drawn = 0; drawn < count; drawn++) {
    const options = { ...(drawn === 0 ? LIKELIEST : SAMPLING), maxTokens, top: 0 };
    const answer = (await written(engine, framed.prompt, options, signal)).trim();
    if (answer === '' || answers.includes(answer)) continue;
    answers.push(answer);
    onProgress(answers);
  }
  return answers;
}

async function written(
  engine: Engine,
  prompt: EnginePrompt,
  options: Parameters<Engine['generate']>[1],
  signal: AbortSignal,
): Promise<string> {
  let text = '';
  let count = 0;
  for await (const token of engine.generate(prompt, options, signal)) {
    text += token.text;
    count++;
  }
  return count < options.maxTokens ? text : withoutUnfinishedEnd(text);
}
