import { llamaServer } from './adapters/llamaServer';
import { ollama } from './adapters/ollama';
import { openAi } from './adapters/openAi';
import { sglang } from './adapters/sglang';
import { vllm } from './adapters/vllm';
import { atMostTokens } from './atMostTokens';
import type { Engine, EngineInfo, EngineKind, EngineProfile } from './engine';
import { EngineError } from './engineError';
import { EngineHttp, type EngineAccess } from './http/engineHttp';
import { lookForEngine } from './lookForEngine';
import { selfTest } from './selfTest';

export type { EngineAccess } from './http/engineHttp';

const ADAPTERS: Readonly<Record<EngineKind, (http: EngineHttp, info: EngineInfo) => Engine>> = {
  vllm,
  'llama-server': llamaServer,
  sglang,
  ollama,
  'lm-studio': openAi,
  openai: openAi,
};

/** Kinds whose tokenizer can be asked. */
const TOKENIZING: readonly EngineKind[] = ['vllm', 'llama-server'];
/** Most tokens that an engine lists at each place; 20 is the most that vLLM, SGLang and Ollama allow. */
const TOP_TOKENS = 20;
/** Fewer for those of which nothing is known: OpenAI allows five. */
const TOP_TOKENS_OF_OTHERS = 5;

/**
 * Connects to an engine: recognizes it, finds the model, and finds out what it can be asked. Sends a short text of our own, none of
 * the user's.
 *
 * @throws an EngineError when nothing answers, no engine does, a key is needed, or it has no such model
 */
export async function connectEngine(
  profile: EngineProfile,
  access: EngineAccess,
  signal: AbortSignal,
): Promise<Engine> {
  const http = new EngineHttp(profile.url, access);
  const { kind, engine, models } = await lookForEngine(profile.url, access, signal);
  const model = profile.model === undefined ? models[0]! : models.find(({ id }) => id === profile.model);
  if (!model)
    throw new EngineError(
      'model',
      `${engine} at ${http.host} has no model ${profile.model} now. It has ${models.map(({ id }) => id).join(', ')}. Choose one with “Connect an Engine…”.`,
    );
  const tokenizes = TOKENIZING.includes(kind);
  const adapter = (topTokens: number, scoring: EngineInfo['abilities']['scoring']): Engine => {
    const info = {
      kind,
      engine,
      address: profile.url,
      model: model.id,
      contextLength: model.contextLength,
      abilities: { topTokens, scoring, tokenizes, rendersChats: tokenizes },
    };
    const own = ADAPTERS[kind](http, info);
    return {
      ...own,
      generate: (prompt, options, signal) =>
        atMostTokens(own.generate(prompt, options, signal), options.maxTokens, http.host),
    };
  };
  const wanted = kind === 'openai' || kind === 'lm-studio' ? TOP_TOKENS_OF_OTHERS : TOP_TOKENS;
  const untested = adapter(wanted, 'none');
  const topTokens = await listedTokens(untested, wanted, signal);
  return adapter(topTokens, topTokens === 0 ? 'none' : await selfTest(untested, signal));
}

/** How many of the likeliest tokens the engine lists when so many are asked for; 0 when it gives none, or refuses to. */
async function listedTokens(engine: Engine, wanted: number, signal: AbortSignal): Promise<number> {
  const ask = async (top: number) => {
    for await (const token of engine.generate('Hello', { maxTokens: 1, temperature: 0, topK: 0, topP: 1, top }, signal))
      return token.top.length;
    return 0;
  };
  try {
    return Math.min(wanted, await ask(wanted));
  } catch (error) {
    if (!(error instanceof EngineError) || error.kind !== 'answer') throw error;
    // It may refuse what it does not know, and still write.
    await ask(0);
    return 0;
  }
}
