import * as v from 'valibot';
import { answerAs, logProbability } from '../answerSchema';
import type { Engine, EngineInfo, EnginePrompt, ScoredToken, ScoreOptions } from '../engine';
import type { EngineHttp } from '../http/engineHttp';
import { SCORING } from '../http/patience';
import { likeliestFirst } from '../likeliestFirst';
import { refuseTokens, scoresBehind } from '../refuseAnswer';
import { generateByCompletions } from './completions';
import { noTokenizer } from './noTokenizer';

/** A log-probability, null for the first token, with the token's id and text. */
const entry = v.looseTuple([v.nullable(logProbability), v.number(), v.nullish(v.string())]);

const scored = v.object({
  meta_info: v.object({
    input_token_logprobs: v.array(entry),
    input_top_logprobs: v.nullish(v.array(v.nullable(v.array(entry)))),
  }),
});

/** SGLang (https://docs.sglang.io/basic_usage/native_api.html). Scores come from its own /generate. */
export function sglang(http: EngineHttp, info: EngineInfo): Engine {
  return {
    info,
    scoresTokens: false,
    scoresAtOnce: Infinity,
    generate: (prompt, options, signal) =>
      generateByCompletions(
        http,
        info.model,
        prompt,
        options,
        options.temperature > 0 ? { top_k: options.topK } : {},
        signal,
      ),
    score: async (prompt: EnginePrompt, { from, top }: ScoreOptions, signal: AbortSignal) => {
      const text = refuseTokens(prompt);
      const body = {
        text,
        sampling_params: { max_new_tokens: 0 },
        return_logprob: true,
        logprob_start_len: 0,
        top_logprobs_num: top,
        return_text_in_logprobs: true,
      };
      const { meta_info: info } = answerAs(scored, await http.postJson('/generate', body, signal, SCORING), http.host);
      const tokens = info.input_token_logprobs.map(([log, , token], index): ScoredToken => {
        const tops = (info.input_top_logprobs?.[index] ?? []).map(([each, , text]) => ({
          text: text ?? '',
          logProbability: each ?? -Infinity,
        }));
        return { text: token ?? '', logProbability: log ?? undefined, top: likeliestFirst(tops, top) };
      });
      return scoresBehind(text, tokens, from, http.host);
    },
    ...noTokenizer(http.host),
  };
}
