import type { Engine, EngineInfo, GeneratedToken } from '../../../src/engines/engine';

export const INFO: EngineInfo = {
  kind: 'vllm',
  engine: 'vLLM 0.32.0',
  address: 'http://localhost:8000',
  model: 'owner/tiny-1B',
  contextLength: 2048,
  abilities: { topTokens: 20, scoring: 'tested', tokenizes: true, rendersChats: true },
};

/** An engine that writes two tokens, and does everything else when told how. */
export function fakeEngine(parts: Partial<Engine> = {}): Engine {
  const unexpected = () => Promise.reject(new Error('Nobody was to ask this.'));
  return {
    info: INFO,
    scoresTokens: false,
    scoresAtOnce: 512,
    async *generate(): AsyncGenerator<GeneratedToken> {
      for (const text of [' one', ' two']) yield { text, logProbability: -1, top: [] };
    },
    score: unexpected,
    tokenize: unexpected,
    tokenizeChat: unexpected,
    ...parts,
  };
}
