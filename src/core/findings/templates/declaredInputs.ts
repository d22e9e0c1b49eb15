import { isMap, type YAMLMap } from 'yaml';
import { isYaml, LONGEST_YAML } from '../../prompts/isYamlPrompt';
import { parseYaml } from '../../prompts/parseYaml';
import { frontMatterLength } from '../../text/frontMatter';
import type { CheckedFile } from '../checkedPrompt';
import { inputsOf, namesIn, syntaxOfFormat, templatesInYaml } from './declaredInputsInYaml';
import type { TemplateWithInputs } from './templateWithInputs';
import type { TemplateSyntax } from './variableUse';

/** The templates of a file that declares inputs, as Prompty, Dotprompt, LangChain, Semantic Kernel and others do. */
export function templatesWithInputs({ text, path = '' }: CheckedFile): TemplateWithInputs[] {
  if (isYaml(path)) return text.length > LONGEST_YAML ? [] : templatesInYaml(text, path);
  const bodyStart = frontMatterLength(text);
  const [root] = bodyStart === 0 ? [] : parseYaml(text.slice(0, bodyStart).replace(/---[ \t]*\n?$/, ''));
  if (!isMap(root)) return [];
  const { inputs, syntax } = inputsOfFrontMatter(root, path);
  const inFile = (offset: number) => offset + bodyStart;
  return inputs.length > 0 ? [{ text: text.slice(bodyStart), inFile, inputs: [...new Set(inputs)], syntax }] : [];
}

function inputsOfFrontMatter(root: YAMLMap, path: string): { inputs: string[]; syntax?: TemplateSyntax } {
  if (/\.prompty$/i.test(path)) return { inputs: inputsOfPrompty(root), syntax: syntaxOfPrompty(root) };
  if (/\.prompt$/i.test(path)) return { inputs: inputsOfDotprompt(root), syntax: 'handlebars' };
  return { inputs: inputsOf(root) };
}

/** None where they stand in another file. */
function inputsOfPrompty(root: YAMLMap): string[] {
  const inputs = root.get('inputs') ?? root.get('inputSchema');
  const properties = isMap(inputs) ? (inputs.get('properties') ?? inputs) : inputs;
  return typeof properties === 'string' ? [] : [...namesIn(properties), ...namesIn(root.get('sample'))];
}

function syntaxOfPrompty(root: YAMLMap): TemplateSyntax | undefined {
  const template = root.get('template');
  const format = isMap(template) ? (template.get('format') ?? template.get('type')) : template;
  const kind = isMap(format) ? format.get('kind') : format;
  return kind === undefined ? 'jinja' : syntaxOfFormat(kind);
}

/** None where the schema stands elsewhere, or allows other inputs. */
function inputsOfDotprompt(root: YAMLMap): string[] {
  const input = root.get('input');
  const schema = isMap(input) ? input.get('schema') : undefined;
  if (!isMap(input) || (schema !== undefined && !isMap(schema))) return [];
  const properties = schema?.get('properties') ?? schema;
  // Picoschema: “name?”, “tags(array, what they say)”, and “(*)” for any other.
  const keys = namesIn(properties).map((key) => /^\w*/.exec(key)![0]);
  return keys.includes('') ? [] : [...keys, ...namesIn(input.get('default'))];
}
