/** A string in a YAML document, and where it stands. */
export interface YamlString {
  readonly text: string;
  /** Keys from the root, with the place in a list as a number. */
  readonly path: readonly (string | number)[];
  /** The map that it is in. */
  readonly siblings: YamlMap;
}

/** The keys of a map, in snake case, with the values that are strings. */
export type YamlMap = ReadonlyMap<string, string | undefined>;

/** `systemPrompt` and `system-prompt` are `system_prompt`. */
export function inSnakeCase(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[- ]/g, '_')
    .toLowerCase();
}

/** Keys that are used for prompts only. */
const PROMPT_KEY =
  /^(?:system|user|assistant|developer)_prompt$|^prompt_template$|^(?:system|user|instance)_template$|^system_(?:message|instructions?)$/;

/** Keys that are used for prompts and for other things. */
const POSSIBLE_KEY = /(?:^|_)prompts?$|^(?:system|user|assistant|developer|instructions?)$/;

/** Keys that are used for prompts beside others that show it. */
const KEY_IN_CONFIGURATION = /(?:^|_)template$/;

/** Keys of the configuration of a model, an agent or a prompt. */
const CONFIGURATION_KEY =
  /^(?:model|models|model_name|llm|engine|provider|temperature|top_p|max_tokens|tools|input_variables|template_format|execution_settings|_type|system_prompt|system_template|role|goal)$/;

const ROLE = /^(?:system|developer|user|assistant|model|human|ai|tool)$/;

/** Keys of promptfoo beside `prompts`. */
const PROMPTFOO_KEY = /^(?:providers|targets|tests|default_test|scenarios|redteam)$/;

/** Names of parts of a prompt, in a map of prompts. */
const PART_OF_PROMPT = /^(?:system|user|assistant|prompt|template|content|text|raw|instructions?|value)$/;

/** Names of what is said about a prompt, in a map of prompts. */
const ABOUT_PROMPT = /^(?:description|name|title|label|id|version|type|author|help|comment|notes?)$/;

/** Whether a string is a prompt. Its key and its neighbours decide; where the key says little, its length as well. */
export function isPromptInYaml({ text, path, siblings }: YamlString, root: YamlMap): boolean {
  if (text.trim() === '' || isReference(text)) return false;
  const keys = path.map((step) => (typeof step === 'number' ? step : inSnakeCase(step)));
  return isPromptByNeighbours(keys, siblings, root) || isPromptByKey(keys, siblings, text);
}

type Keys = readonly (string | number)[];

function isPromptByNeighbours(keys: Keys, siblings: YamlMap, root: YamlMap): boolean {
  const key = keys.at(-1);
  const areSiblings = (...names: string[]) => names.every((name) => siblings.has(name));
  if (key === 'content' || key === 'text') return ROLE.test(siblings.get('role') ?? '');
  if (key === 'role' || key === 'goal' || key === 'backstory') return areSiblings('goal', 'backstory');
  if (key === 'description' || key === 'expected_output') return areSiblings('description', 'expected_output');
  return isEntryOfPrompts(keys) && [...root.keys()].some((name) => PROMPTFOO_KEY.test(name));
}

/** `prompts: …`, `prompts: [ … ]` or `prompts: [{ raw: … }]` at the root. */
function isEntryOfPrompts([root, index, part, ...deeper]: Keys): boolean {
  if (root !== 'prompts' || deeper.length > 0) return false;
  return index === undefined || (typeof index === 'number' && (part === undefined || part === 'raw'));
}

function isPromptByKey(keys: Keys, siblings: YamlMap, text: string): boolean {
  const names = keys.filter((key) => typeof key === 'string');
  const name = names.at(-1) ?? '';
  if (PROMPT_KEY.test(name) || isInMapOfPrompts(names)) return isWritten(text);
  const isConfigured = [...siblings.keys()].some((key) => CONFIGURATION_KEY.test(key));
  if (KEY_IN_CONFIGURATION.test(name)) return isConfigured && isWritten(text);
  return POSSIBLE_KEY.test(name) && (isConfigured ? isWritten(text) : isLong(text));
}

/** `prompts: { summary: … }` or `prompts: { summary: { system: … } }` */
function isInMapOfPrompts(names: readonly string[]): boolean {
  const name = names.at(-1) ?? '';
  const depth = names.slice(0, -1).findLastIndex((key) => /(?:^|_)prompts$/.test(key));
  if (depth < 0) return false;
  return PART_OF_PROMPT.test(name) || (depth === names.length - 2 && !ABOUT_PROMPT.test(name));
}

/** A file or another place where the prompt stands. */
function isReference(text: string): boolean {
  const trimmed = text.trim();
  return /^[a-z]+:\/\//i.test(trimmed) || /^[^\s{]+[/.][^\s{]*$/.test(trimmed);
}

/** Not the name of something else, such as `prompt: default`. */
function isWritten(text: string): boolean {
  return text.includes('{{') || wordCount(text) >= 3;
}

/** Whether a text is long for a value: a sentence or two, over several lines. */
export function isLongText(text: string): boolean {
  return isLong(text) && text.trim().includes('\n');
}

function isLong(text: string): boolean {
  const words = wordCount(text);
  return words >= 15 || (words >= 8 && text.trim().includes('\n'));
}

function wordCount(text: string): number {
  return text.trim().split(/\s+/).length;
}
