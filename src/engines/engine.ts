/** Programs that run models and answer over HTTP. `openai` is any other one with the interface of OpenAI's completions. */
export const ENGINE_KINDS = ['vllm', 'llama-server', 'sglang', 'ollama', 'lm-studio', 'openai'] as const;
export type EngineKind = (typeof ENGINE_KINDS)[number];

/** An engine that the user named. */
export interface EngineProfile {
  /** Unique among the user's engines. */
  readonly name: string;
  /** Base address, such as http://localhost:8000; without /v1. */
  readonly url: string;
  /** The model to ask; undefined for the first one that the engine lists. */
  readonly model?: string | undefined;
}

/** How far the log-probabilities of a prompt's own tokens can be had. */
export type Scoring =
  /** They are right: the self-test has compared them with what the engine generates. */
  | 'tested'
  /** The engine does not give them. */
  | 'none'
  /** The engine gives some, and they are wrong. */
  | 'wrong';

/** What an engine can be asked, found out on connecting. */
export interface EngineAbilities {
  /** Most likeliest tokens that it lists with their log-probabilities at each place; 0 when it gives none. */
  readonly topTokens: number;
  readonly scoring: Scoring;
  /** Whether it divides a text into tokens. */
  readonly tokenizes: boolean;
  /** Whether it puts messages through the model's chat template. */
  readonly rendersChats: boolean;
}

/** A connected engine. */
export interface EngineInfo {
  readonly kind: EngineKind;
  /** Name and version for the user, such as “vLLM 0.32.0”. */
  readonly engine: string;
  /** Base address, as in its profile. */
  readonly address: string;
  readonly model: string;
  /** In tokens; undefined where the engine does not say. */
  readonly contextLength: number | undefined;
  readonly abilities: EngineAbilities;
}

/** A token that could stand at a place. */
export interface TopToken {
  /** '' or with U+FFFD where it is only a part of a character. */
  readonly text: string;
  /** Natural logarithm of its probability, at temperature 1 and before any sampling settings. */
  readonly logProbability: number;
}

/** A token that an engine generated. */
export interface GeneratedToken {
  /** Its text; '' where only a later token completes the character. */
  readonly text: string;
  /** As in TopToken; undefined when the engine gives none. */
  readonly logProbability: number | undefined;
  /** The likeliest tokens at its place, likeliest first; at most as many as were asked for. */
  readonly top: readonly TopToken[];
}

/** A token of a given text. */
export interface ScoredToken {
  /** Its text; '' where only a later token completes the character. */
  readonly text: string;
  /** As in TopToken; undefined for the first token of a text, which has nothing before it. */
  readonly logProbability: number | undefined;
  /** Its rank in the vocabulary, 1 for the likeliest; undefined when the engine does not say. */
  readonly rank?: number | undefined;
  readonly top: readonly TopToken[];
}

/** A token of the engine's tokenizer. */
export interface EnginePiece {
  readonly id: number;
  /** Its UTF-8 bytes, or its text where that is whole; undefined where the engine does not say. */
  readonly bytes: Uint8Array | string | undefined;
}

/** A text, or its tokens. */
export type EnginePrompt = string | readonly number[];

export interface GenerateOptions {
  readonly maxTokens: number;
  /** 0 for the likeliest token each time. */
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
  /** How many of the likeliest tokens to list at each place. */
  readonly top: number;
}

export interface ScoreOptions {
  /** Index of the first token to score, if the prompt is tokens; else UTF-16 offset, and tokens that start before it are left out. */
  readonly from: number;
  readonly top: number;
}

/**
 * One model of one engine. Every method rejects with an AbortError once `signal` aborts, which closes the connection so that the
 * engine stops too, and with an EngineError otherwise.
 */
export interface Engine {
  readonly info: EngineInfo;
  /** Whether `score` takes tokens or texts; the other is refused. */
  readonly scoresTokens: boolean;
  /** How many tokens can be scored while somebody waits: fewer where each takes as long as one that is generated. */
  readonly scoresAtOnce: number;
  /** Goes on with a text. Ends when the model ends it, or after `maxTokens`. */
  generate(prompt: EnginePrompt, options: GenerateOptions, signal: AbortSignal): AsyncIterable<GeneratedToken>;
  /** Scores the prompt's own tokens from `from` on. */
  score(prompt: EnginePrompt, options: ScoreOptions, signal: AbortSignal): Promise<readonly ScoredToken[]>;
  tokenize(text: string, signal: AbortSignal): Promise<readonly EnginePiece[]>;
  /** The tokens of a message of the user in the model's chat template, up to where the model begins to answer. */
  tokenizeChat(userText: string, signal: AbortSignal): Promise<readonly EnginePiece[]>;
}
