import * as v from 'valibot';
import { answerAs } from '../answerSchema';
import type {
  Engine,
  EngineInfo,
  EnginePiece,
  EnginePrompt,
  GeneratedToken,
  GenerateOptions,
  ScoreOptions,
} from '../engine';
import type { EngineHttp } from '../http/engineHttp';
import { GENERATING } from '../http/patience';
import { refuseTexts } from '../refuseAnswer';
import { completionEvent, refuseOtherModel, tokensOfEvent } from './llamaCompletion';
import { scoreByForcing, type ForcedVocabulary } from './llamaForcedScores';

const tokenized = v.object({
  tokens: v.array(v.object({ id: v.number(), piece: v.union([v.string(), v.array(v.number())]) })),
});

/** llama-server of llama.cpp (https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md). */
export function llamaServer(http: EngineHttp, info: EngineInfo): Engine {
  const { host } = http;
  /** What the tokens spell that texts were divided into: only these are scored. */
  const pieces = new Map<number, string | readonly number[]>();
  const vocabulary = async (signal: AbortSignal): Promise<ForcedVocabulary> => {
    const isPlain = (id: number) => {
      const piece = pieces.get(id);
      return typeof piece === 'string' && piece !== '' && !/^<[|/]?.+>$/.test(piece);
    };
    return { isPlain, plain: (await tokenize('a', signal)).find(({ id }) => isPlain(id))!.id };
  };
  const tokenize = async (content: string, signal: AbortSignal): Promise<EnginePiece[]> => {
    const body = { content, add_special: true, parse_special: true, with_pieces: true };
    const { tokens } = answerAs(tokenized, await http.postJson('/tokenize', body, signal), host);
    for (const { id, piece } of tokens) pieces.set(id, piece);
    return tokens.map(({ id, piece }) => ({ id, bytes: typeof piece === 'string' ? piece : Uint8Array.from(piece) }));
  };
  async function* generate(
    prompt: EnginePrompt,
    { maxTokens, temperature, topK, topP, top }: GenerateOptions,
    signal: AbortSignal,
  ): AsyncGenerator<GeneratedToken> {
    const body = {
      prompt,
      n_predict: maxTokens,
      temperature,
      top_k: topK,
      top_p: topP,
      // Others than those that we know would change what is drawn.
      min_p: 0,
      n_probs: top,
      // The likeliest tokens before anything is left out of them.
      post_sampling_probs: false,
      cache_prompt: true,
      stream: true,
    };
    for await (const event of http.postForEvents('/completion', body, signal, GENERATING)) {
      const completion = answerAs(completionEvent, event, host);
      refuseOtherModel(completion, info.model, host);
      yield* tokensOfEvent(completion);
    }
  }
  return {
    info,
    scoresTokens: true,
    scoresAtOnce: 256,
    generate,
    score: async (prompt: EnginePrompt, options: ScoreOptions, signal: AbortSignal) =>
      scoreByForcing(http, refuseTexts(prompt), options, await vocabulary(signal), signal),
    tokenize,
    tokenizeChat: async (userText, signal) => {
      const body = { messages: [{ role: 'user', content: userText }] };
      const rendered = await http.postJson('/apply-template', body, signal);
      return tokenize(answerAs(v.object({ prompt: v.string() }), rendered, host).prompt, signal);
    },
  };
}
