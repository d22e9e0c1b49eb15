import type { ReadThrough, WantedReading } from '../../contracts/sentenceRequests';
import { trimTrailingBlanks } from '../../core/inside/leaveOutBlanksBeforeCaret';
import type { Engine, EnginePiece, EnginePrompt } from '../engine';
import { EngineError } from '../engineError';
import { placePieces } from '../spansOfPieces';

/** Stands for an empty prompt. */
const NOTHING = '\n';

/** A prompt as an engine reads it. */
export interface FramedThere {
  readonly prompt: EnginePrompt;
  /** Tokens of it; undefined where the engine does not divide texts into tokens. */
  readonly tokens: number | undefined;
  /** UTF-16 offsets into the text at which each token starts; negative for those of the template before it. Undefined likewise. */
  readonly starts: Int32Array | undefined;
}

/** How a prompt and an answer are put before an engine's model. */
export interface FramingThere {
  readonly name: ReadThrough;
  promptOf(text: string): Promise<FramedThere>;
  answerOf(answer: string): Promise<EnginePrompt>;
}

/** Through the chat template if it is wanted and there is one, else as plain text. */
export async function framingThere(
  engine: Engine,
  text: string,
  through: WantedReading,
  signal: AbortSignal,
): Promise<FramingThere> {
  const canRender = through === 'automatic' && engine.scoresTokens && engine.info.abilities.rendersChats;
  if (!canRender) return asPlainText(engine, text, signal);
  try {
    await engine.tokenizeChat('Hello', signal);
  } catch (error) {
    // A model without a template is refused by some engines.
    if (error instanceof EngineError && (error.kind === 'answer' || error.kind === 'unable' || error.kind === 'failed'))
      return asPlainText(engine, text, signal);
    throw error;
  }
  return throughChatTemplate(engine, signal);
}

function throughChatTemplate(engine: Engine, signal: AbortSignal): FramingThere {
  return {
    name: 'chat template',
    promptOf: async (text) => {
      const pieces = await engine.tokenizeChat(text, signal);
      const rendered = textOfPieces(pieces, hostOf(engine));
      if (!rendered.includes(text.trim()))
        throw new EngineError(
          'unable',
          'The chat template of this model changes the prompt. Let it be read as plain text instead.',
        );
      // Templates trim messages, or not.
      const start = rendered.lastIndexOf(text.trim()) - (text.length - text.trimStart().length);
      const { ids, starts } = placePieces(rendered, pieces, hostOf(engine));
      return { prompt: [...ids], tokens: ids.length, starts: Int32Array.from(starts, (offset) => offset - start) };
    },
    answerOf: (answer) => continuationOf(engine, answer.trim(), signal),
  };
}

/** The prompt and then the answer, as one text. A blank at the end of the prompt begins the answer. */
function asPlainText(engine: Engine, prompt: string, signal: AbortSignal): FramingThere {
  const blank = prompt.slice(trimTrailingBlanks(prompt).length);
  return {
    name: 'plain text',
    promptOf: async (text) => {
      // Engines cannot go on from nothing.
      const trimmed = trimTrailingBlanks(text) || NOTHING;
      if (!engine.scoresTokens) return { prompt: trimmed, tokens: undefined, starts: undefined };
      const { ids, starts } = placePieces(trimmed, await engine.tokenize(trimmed, signal), hostOf(engine));
      return { prompt: [...ids], tokens: ids.length, starts: Int32Array.from(starts) };
    },
    answerOf: (answer) => continuationOf(engine, answer.trim() === '' ? '' : blank + answer.trim(), signal),
  };
}

/** What stands behind a prompt as the engine scores it: without the special tokens that begin a text of its own. */
export async function continuationOf(engine: Engine, text: string, signal: AbortSignal): Promise<EnginePrompt> {
  if (text === '' || !engine.scoresTokens) return text;
  const { ids, special } = placePieces(text, await engine.tokenize(text, signal), hostOf(engine));
  return [...ids.subarray(special)];
}

function textOfPieces(pieces: readonly EnginePiece[], host: string): string {
  const encoder = new TextEncoder();
  const parts = pieces.map(({ bytes }) => (typeof bytes === 'string' ? encoder.encode(bytes) : bytes));
  if (parts.includes(undefined))
    throw new EngineError(
      'unable',
      `${host} does not say what its chat template writes. Let the prompt be read as plain text instead.`,
    );
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
}

function hostOf({ info }: Engine): string {
  return new URL(info.address).host;
}
