import { parse } from 'yaml';
import { frontMatterLength } from '../text/frontMatter';

/** A message of a chat, as it is sent to a model. */
export interface ChatMessage {
  /** Who speaks: system, user, assistant, or what else a chat template knows. */
  readonly role: string;
  readonly content: string;
}

/** A line of a Prompty file that begins a message (https://prompty.ai, roles in the body). */
const PROMPTY_ROLE = /^[ \t]*#?[ \t]*(system|user|assistant|developer|function|tool)[ \t]*:[ \t]*\r?$/gim;

/**
 * The messages that a prompt file is made of: those of a Prompty file, of a list with `role` and `content` in YAML, or of a chat
 * in JSON. None when the file is one text, or cannot be read.
 */
export function chatMessagesIn(path: string, text: string): ChatMessage[] {
  if (/\.prompty$/i.test(path)) return messagesOfPrompty(text.slice(frontMatterLength(text)));
  try {
    if (/\.json$/i.test(path)) return messagesBelow(JSON.parse(text));
    if (/\.ya?ml$/i.test(path)) return messagesBelow(parse(text, { logLevel: 'silent', uniqueKeys: false }));
  } catch {
    // A file that is being written is broken most of the time.
  }
  return [];
}

function messagesOfPrompty(body: string): ChatMessage[] {
  const roles = [...body.matchAll(PROMPTY_ROLE)];
  return roles.map((match, index) => ({
    role: match[1]!.toLowerCase(),
    content: body.slice(match.index + match[0].length, roles[index + 1]?.index).trim(),
  }));
}

/** The first list of messages in a value. */
function messagesBelow(value: unknown): ChatMessage[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? value.map(messageOf) : [];
  if (own.length > 0 && own.every((message) => message !== undefined)) return own;
  for (const child of Object.values(value)) {
    const messages = messagesBelow(child);
    if (messages.length > 0) return messages;
  }
  return [];
}

function messageOf(value: unknown): ChatMessage | undefined {
  const { role, content } = (value ?? {}) as Partial<Record<keyof ChatMessage, unknown>>;
  // A message that only calls tools has no content.
  const text = Array.isArray(content)
    ? content.map(textOfPart).join('')
    : (content ?? (isCall(value) ? '' : undefined));
  return typeof role === 'string' && typeof text === 'string' ? { role, content: text } : undefined;
}

function isCall(value: unknown): boolean {
  return Array.isArray((value as { tool_calls?: unknown }).tool_calls);
}

/** The text of a part of a message: `{ "type": "text", "text": … }`; others, such as images, have none. */
function textOfPart(part: unknown): string {
  const { text } = (part ?? {}) as { text?: unknown };
  return typeof text === 'string' ? text : '';
}
