import * as v from 'valibot';
import { answerAs } from '../answerSchema';
import type { Engine, EngineInfo, EnginePrompt, ScoredToken, ScoreOptions } from '../engine';
import type { EngineHttp } from '../http/engineHttp';
import { SCORING } from '../http/patience';
import { refuseTokens, scoresBehind } from '../refuseAnswer';
import { generateByCompletions, logprobsSchema, topTokensOf } from './completions';
import { noTokenizer } from './noTokenizer';

const echoed = v.object({ choices: v.tuple([v.object({ logprobs: v.nullish(logprobsSchema) })]) });

/**
 * Any engine with OpenAI's completions. Some give scores of the prompt with `echo`, some ignore it, and some give wrong ones: the
 * self-test tells.
 */
export function openAi(http: EngineHttp, info: EngineInfo): Engine {
  const { model } = info;
  return {
    info,
    scoresTokens: false,
    scoresAtOnce: Infinity,
    generate: (prompt, options, signal) => generateByCompletions(http, model, prompt, options, {}, signal),
    score: async (prompt: EnginePrompt, { from, top }: ScoreOptions, signal: AbortSignal) => {
      const text = refuseTokens(prompt);
      const body = { model, prompt: text, echo: true, logprobs: top, max_tokens: 0 };
      const answer = answerAs(echoed, await http.postJson('/v1/completions', body, signal, SCORING), http.host);
      const { logprobs } = answer.choices[0];
      const tokens = (logprobs?.tokens ?? []).map((token, index): ScoredToken => {
        const tops = topTokensOf(logprobs!.top_logprobs?.[index], top);
        return { text: token, logProbability: logprobs!.token_logprobs[index] ?? undefined, top: tops };
      });
      return scoresBehind(text, tokens, from, http.host);
    },
    ...noTokenizer(http.host),
  };
}
