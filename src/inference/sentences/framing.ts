import type { ReadThrough } from '../../contracts/sentenceRequests';
import { trimTrailingBlanks } from '../../core/inside/leaveOutBlanksBeforeCaret';
import type { RenderChat } from '../tokens/chatTemplate.node';
import type { Tokenizer } from '../tokens/tokenizer';

/** A prompt as a model reads it. */
export interface FramedPrompt {
  readonly ids: Int32Array;
  /** UTF-16 offsets into the prompt at which each token starts and ends; outside of it, negative or behind its end. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** How a prompt and an answer are put before a model. */
export interface Framing {
  readonly name: ReadThrough;
  promptOf(text: string): FramedPrompt;
  answerOf(answer: string): Int32Array;
}

/**
 * The prompt as a message of the user, and the answer as the assistant's.
 *
 * @throws what the template refuses, and when it does not write the prompt letter for letter
 */
export function throughChatTemplate(tokenizer: Tokenizer, render: RenderChat): Framing {
  return {
    name: 'chat template',
    promptOf: (text) => {
      const rendered = render([{ role: 'user', content: text }]);
      // Templates trim messages, or not.
      const start = rendered.lastIndexOf(text.trim()) - (text.length - text.trimStart().length);
      if (!rendered.includes(text.trim()))
        throw new Error('The chat template of this model changes the prompt. Let it be read as plain text instead.');
      return framed(tokenizer.encodeChat(rendered), start);
    },
    answerOf: (answer) => tokenizer.encode(answer.trim()).ids,
  };
}

/** The prompt and then the answer, as one text. A blank at the end of the prompt begins the answer. */
export function asPlainText(tokenizer: Tokenizer, prompt: string): Framing {
  const blank = prompt.slice(trimTrailingBlanks(prompt).length);
  return {
    name: 'plain text',
    promptOf: (text) => {
      const { ids, starts, ends } = tokenizer.encode(trimTrailingBlanks(text));
      // Documents began with this token when the model was trained.
      return {
        ids: Int32Array.of(tokenizer.startOfText, ...ids),
        starts: Int32Array.of(-1, ...starts),
        ends: Int32Array.of(-1, ...ends),
      };
    },
    answerOf: (answer) => tokenizer.encode(answer.trim() === '' ? '' : blank + answer.trim()).ids,
  };
}

function framed(
  tokens: { readonly ids: Int32Array; readonly starts: ArrayLike<number>; readonly ends: ArrayLike<number> },
  start: number,
): FramedPrompt {
  const fromStart = (offset: number) => offset - start;
  return {
    ids: tokens.ids,
    starts: Int32Array.from(tokens.starts, fromStart),
    ends: Int32Array.from(tokens.ends, fromStart),
  };
}
