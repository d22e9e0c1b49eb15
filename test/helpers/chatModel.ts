import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { tokenizerFamilies } from './tokenizerFamilies';

/** ChatML, which refuses a role that is not one of three. */
const CHAT_TEMPLATE =
  "{% for message in messages %}{% if message.role not in ['system', 'user', 'assistant'] %}" +
  "{{ raise_exception('There is no role ' + message.role + '.') }}{% endif %}" +
  "{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/** Writes the tokenizer of a chat model, without weights, whose files say that it reads 4,096 tokens. */
export function writeChatModel(folder: string): void {
  const { definition } = tokenizerFamilies().find(({ name }) => name === 'Qwen 2.5')!;
  const config = { chat_template: CHAT_TEMPLATE, eos_token: '<|im_end|>', model_max_length: 4_096 };
  for (const [name, content] of Object.entries({ 'tokenizer.json': definition, 'tokenizer_config.json': config }))
    writeFileSync(path.join(folder, name), JSON.stringify(content));
}
