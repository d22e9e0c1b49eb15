import * as v from 'valibot';
import { answerAs, logProbability } from '../answerSchema';
import type {
  Engine,
  EngineInfo,
  EnginePiece,
  EnginePrompt,
  GenerateOptions,
  ScoredToken,
  ScoreOptions,
} from '../engine';
import type { EngineHttp } from '../http/engineHttp';
import { SCORING } from '../http/patience';
import { decodeTokenStrings } from '../tokenStrings';
import { generateByCompletions } from './completions';
import { likeliestFirst } from '../likeliestFirst';
import { refuseTexts, unequalTokens } from '../refuseAnswer';

const tokenized = v.object({
  tokens: v.array(v.number()),
  token_strs: v.nullish(v.array(v.string())),
});

/** At each place, tokens by their ids; null for the first. */
const scored = v.object({
  choices: v.tuple([
    v.object({
      prompt_logprobs: v.array(
        v.nullable(
          v.record(
            v.string(),
            v.object({ logprob: logProbability, rank: v.nullish(v.number()), decoded_token: v.nullish(v.string()) }),
          ),
        ),
      ),
    }),
  ]),
});

/**
 * vLLM (https://docs.vllm.ai/en/stable/serving/openai_compatible_server.html). Scores come from `prompt_logprobs`, which names tokens
 * by their ids: `logprobs` names them by texts, and two that are parts of characters have the same one.
 */
export function vllm(http: EngineHttp, info: EngineInfo): Engine {
  const { model } = info;
  const { host } = http;
  return {
    info,
    scoresTokens: true,
    scoresAtOnce: Infinity,
    generate: (prompt: EnginePrompt, options: GenerateOptions, signal: AbortSignal) =>
      generateByCompletions(
        http,
        model,
        prompt,
        options,
        options.temperature > 0 ? { top_k: options.topK } : {},
        signal,
      ),
    score: async (prompt: EnginePrompt, { from, top }: ScoreOptions, signal: AbortSignal) => {
      const ids = refuseTexts(prompt);
      const body = { model, prompt: ids, echo: true, prompt_logprobs: top, max_tokens: 0 };
      const answer = answerAs(scored, await http.postJson('/v1/completions', body, signal, SCORING), host);
      const places = answer.choices[0].prompt_logprobs;
      if (places.length !== ids.length) throw unequalTokens(host);
      return ids
        .slice(from)
        .map((id, index) => scoreOf(id, places[from + index] ?? undefined, from + index, top, host));
    },
    tokenize: async (text, signal) => {
      const body = { model, prompt: text, return_token_strs: true };
      const { tokens, token_strs: strings } = answerAs(tokenized, await http.postJson('/tokenize', body, signal), host);
      return piecesOf(tokens, strings ?? undefined, text);
    },
    tokenizeChat: async (userText, signal) => {
      const messages = [{ role: 'user', content: userText }];
      const body = { model, messages, add_generation_prompt: true, return_token_strs: true };
      const { tokens, token_strs: strings } = answerAs(tokenized, await http.postJson('/tokenize', body, signal), host);
      return piecesOf(tokens, strings ?? undefined);
    },
  };
}

type Place = Readonly<
  Record<string, { logprob: number; rank?: number | null | undefined; decoded_token?: string | null | undefined }>
>;

function scoreOf(id: number, place: Place | undefined, index: number, top: number, host: string): ScoredToken {
  if (!place && index === 0) return { text: '', logProbability: undefined, top: [] };
  const own = place?.[String(id)];
  if (!place || !own) throw unequalTokens(host);
  const tops = Object.values(place).map(({ logprob, decoded_token: text }) => ({
    text: text ?? '',
    logProbability: logprob,
  }));
  return {
    text: own.decoded_token ?? '',
    logProbability: own.logprob,
    rank: own.rank ?? undefined,
    top: likeliestFirst(tops, top),
  };
}

/** @param text that the tokens stand for, if it is known */
function piecesOf(ids: readonly number[], strings: readonly string[] | undefined, text?: string): EnginePiece[] {
  const decoded = strings?.length === ids.length ? decodeTokenStrings(strings, text) : undefined;
  return ids.map((id, index) => ({ id, bytes: decoded?.[index] }));
}
