import * as v from 'valibot';
import { answerAs, logProbability } from '../answerSchema';
import type { EnginePrompt, GeneratedToken, GenerateOptions, TopToken } from '../engine';
import { likeliestFirst } from '../likeliestFirst';
import type { EngineHttp } from '../http/engineHttp';
import { GENERATING } from '../http/patience';

/** Tokens with log-probabilities, as OpenAI's completions have them (https://platform.openai.com/docs/api-reference/completions). */
export const logprobsSchema = v.object({
  tokens: v.array(v.string()),
  token_logprobs: v.array(v.nullable(logProbability)),
  top_logprobs: v.nullish(v.array(v.nullable(v.record(v.string(), v.number())))),
});

const chunkSchema = v.object({
  choices: v.array(v.object({ text: v.nullish(v.string(), ''), logprobs: v.nullish(logprobsSchema) })),
});

/** The likeliest tokens of one place, likeliest first; at most `most`, since some engines add the one that was drawn. */
export function topTokensOf(top: Readonly<Record<string, number>> | null | undefined, most: number): TopToken[] {
  return likeliestFirst(
    Object.entries(top ?? {}).map(([text, log]) => ({ text, logProbability: log })),
    most,
  );
}

/**
 * Goes on with a prompt by /v1/completions, streamed.
 *
 * @param fields that this engine has beyond OpenAI's
 */
export async function* generateByCompletions(
  http: EngineHttp,
  model: string,
  prompt: EnginePrompt,
  { maxTokens, temperature, topP, top }: GenerateOptions,
  fields: object,
  signal: AbortSignal,
): AsyncGenerator<GeneratedToken> {
  const body = {
    model,
    prompt,
    max_tokens: maxTokens,
    temperature,
    ...(temperature > 0 ? { top_p: topP } : {}),
    ...(top > 0 ? { logprobs: top } : {}),
    stream: true,
    ...fields,
  };
  for await (const event of http.postForEvents('/v1/completions', body, signal, GENERATING)) {
    const [choice] = answerAs(chunkSchema, event, http.host).choices;
    if (!choice) continue;
    yield* tokensOfChunk(choice, top);
  }
}

type Choice = v.InferOutput<typeof chunkSchema>['choices'][number];

/** An engine sends a token a chunk, or several when they come fast. */
function tokensOfChunk({ text, logprobs }: Choice, most: number): GeneratedToken[] {
  if (!logprobs || logprobs.tokens.length === 0)
    return text === '' ? [] : [{ text, logProbability: undefined, top: [] }];
  const { tokens, token_logprobs: logs, top_logprobs: tops } = logprobs;
  // Some name the tokens otherwise than they read, such as bytes; then the text of the chunk belongs to its last token.
  const areTexts = tokens.join('') === text;
  return tokens.map((token, index) => ({
    text: areTexts ? token : index === tokens.length - 1 ? text : '',
    logProbability: logs[index] ?? undefined,
    top: topTokensOf(tops?.[index], most),
  }));
}
