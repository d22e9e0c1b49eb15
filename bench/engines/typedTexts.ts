import { samplePrompt } from '../../test/helpers/fixtures';

/** UTF-16 code units of English that have 512 tokens of SmolLM2's tokenizer, about. */
export const CONTEXT_CHARACTERS = 2_300;

/** A prompt of `length` UTF-16 code units that differs from those of other indices from its first line on. */
export function typedText(index: number, length: number): string {
  const sample = samplePrompt('research-assistant.md');
  const text = `Version ${index} of this prompt.\n\n${sample}\n${samplePrompt('support-agent.txt')}`;
  if (text.length < length) throw new Error(`The sample prompts have ${text.length} characters; ${length} are needed.`);
  return text.slice(0, length);
}
