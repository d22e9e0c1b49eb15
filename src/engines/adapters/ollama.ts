import * as v from 'valibot';
import { answerAs, logProbability } from '../answerSchema';
import type { Engine, EngineInfo, EnginePrompt, GeneratedToken, GenerateOptions } from '../engine';
import { EngineError } from '../engineError';
import type { EngineHttp } from '../http/engineHttp';
import { GENERATING } from '../http/patience';
import { likeliestFirst } from '../likeliestFirst';
import { refuseTokens } from '../refuseAnswer';
import { noTokenizer } from './noTokenizer';

const token = v.object({ token: v.string(), logprob: logProbability });
const line = v.object({
  response: v.optional(v.string(), ''),
  logprobs: v.nullish(v.array(v.object({ ...token.entries, top_logprobs: v.nullish(v.array(token)) }))),
});

/** Ollama (https://docs.ollama.com/api/generate), which gives log-probabilities from 0.12.11 on, and none of the prompt. */
export function ollama(http: EngineHttp, info: EngineInfo): Engine {
  async function* generate(
    prompt: EnginePrompt,
    { maxTokens, temperature, topK, topP, top }: GenerateOptions,
    signal: AbortSignal,
  ): AsyncGenerator<GeneratedToken> {
    const body = {
      model: info.model,
      prompt: refuseTokens(prompt),
      // Without it, the model's template would make a message of the text.
      raw: true,
      stream: true,
      options: { num_predict: maxTokens, temperature, top_k: topK, top_p: topP },
      ...(top > 0 ? { logprobs: true, top_logprobs: Math.min(20, top) } : {}),
    };
    for await (const event of http.postForEvents('/api/generate', body, signal, GENERATING)) {
      const { response, logprobs } = answerAs(line, event, http.host);
      const generated = logprobs?.length ? logprobs : response === '' ? [] : [undefined];
      for (const [index, each] of generated.entries()) {
        yield {
          text: index === generated.length - 1 ? response : '',
          logProbability: each?.logprob,
          top: likeliestFirst(
            (each?.top_logprobs ?? []).map(({ token: text, logprob }) => ({ text, logProbability: logprob })),
            top,
          ),
        };
      }
    }
  }
  return {
    info,
    scoresTokens: false,
    scoresAtOnce: 0,
    generate,
    score: () =>
      Promise.reject(
        new EngineError(
          'unable',
          'Ollama gives no log-probabilities of the prompt. Choose another engine for this lens.',
        ),
      ),
    ...noTokenizer(http.host),
  };
}
