import { Template } from '@huggingface/jinja';
import { errorText } from '../../core/errorText';
import type { ChatMessage } from '../../core/prompts/chatMessages';
import { filesBeside, textOf } from './files/filesBesideVocabulary.node';

/**
 * Renders messages as a model reads them, by its own chat template, up to where it begins to answer. Throws what the template
 * refuses, such as two messages of the user in a row.
 */
export type RenderChat = (messages: readonly ChatMessage[]) => string;

/**
 * Reads the chat template of a model folder (https://huggingface.co/docs/transformers/chat_templating); undefined for a model
 * that continues plain text.
 *
 * @param label names the model in errors
 */
export async function loadChatTemplate(folder: string, label: string): Promise<RenderChat | undefined> {
  const { tokenizerConfig, special } = await filesBeside(folder);
  const source = (await textOf(folder, 'chat_template.jinja')) ?? defaultTemplate(tokenizerConfig['chat_template']);
  if (source === undefined) return undefined;
  const template = templateOf(source, label);
  return (messages) => {
    try {
      return template.render({ messages, add_generation_prompt: true, ...special });
    } catch (error) {
      throw new Error(
        `The chat template of ${label} refuses these messages (${errorText(error)}). Change the roles, or count another way.`,
        { cause: error },
      );
    }
  };
}

function templateOf(source: string, label: string): Template {
  try {
    return new Template(source);
  } catch (cause) {
    throw new Error(`The chat template of ${label} is damaged. Get the model's files again, or count as text.`, {
      cause,
    });
  }
}

/** A template, or the one named default of several. */
function defaultTemplate(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return undefined;
  const named = value as { readonly name?: unknown; readonly template?: unknown }[];
  const { template } = named.find(({ name }) => name === 'default') ?? {};
  return typeof template === 'string' ? template : undefined;
}
