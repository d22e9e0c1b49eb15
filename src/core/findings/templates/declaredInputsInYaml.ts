import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { parseYaml } from '../../prompts/parseYaml';
import { offsetInFile } from '../../prompts/stretchesInFile';
import { textOfYamlScalar } from '../../prompts/textOfYamlScalar';
import type { TemplateWithInputs } from './templateWithInputs';
import type { TemplateSyntax } from './variableUse';

/** Keys under which people declare the inputs of a prompt. */
const INPUT_KEYS = ['input_variables', 'inputVariables', 'inputs', 'variables', 'vars', 'args', 'arguments'];
/** Keys of templates beside them. */
const TEMPLATE_KEYS =
  /^(?:template|prefix|suffix|prompt|system|user|content|text|(?:system|user)_?prompt|prompt_?template)$/i;
/** Values of `template_format`, and of `template` in Prompty. */
const FORMATS: Readonly<Record<string, TemplateSyntax>> = {
  'f-string': 'format',
  fstring: 'format',
  jinja: 'jinja',
  jinja2: 'jinja',
  liquid: 'jinja',
  mustache: 'handlebars',
  handlebars: 'handlebars',
  'semantic-kernel': 'semantic kernel',
};

export function syntaxOfFormat(format: unknown): TemplateSyntax | undefined {
  return FORMATS[String(format).toLowerCase()];
}

/** The templates in a YAML file that stand beside declared inputs. */
export function templatesInYaml(text: string, path: string): TemplateWithInputs[] {
  return parseYaml(text).flatMap((root) => {
    if (!isMap(root)) return [];
    if (/\.prompt\.ya?ml$/i.test(path) && root.has('testData')) return templatesOfGitHubModels(text, root);
    if (root.has('prompts') && root.has('tests')) return templatesOfPromptfoo(text, root);
    return mapsIn(root).flatMap((map) => templatesInMap(text, map));
  });
}

/** LangChain, Semantic Kernel, and what people make up in the same way. */
function templatesInMap(text: string, map: YAMLMap): TemplateWithInputs[] {
  const inputs = inputsOf(map);
  const format = map.get('template_format');
  if (inputs.length === 0 || (format !== undefined && !syntaxOfFormat(format))) return [];
  const strings = map.items.filter(({ key }) => isScalar(key) && TEMPLATE_KEYS.test(String(key.value)));
  const all = [...inputs, ...namesIn(map.get('partial_variables'))];
  return templates(
    text,
    strings.map(({ value }) => value),
    all,
    syntaxOfFormat(format),
  );
}

/** The messages of GitHub Models see what each entry of `testData` has. */
function templatesOfGitHubModels(text: string, root: YAMLMap): TemplateWithInputs[] {
  const messages = itemsOf(root.get('messages')).flatMap((item) => (isMap(item) ? [item.get('content', true)] : []));
  return templates(text, messages, itemsOf(root.get('testData')).flatMap(namesIn), 'handlebars');
}

/** The prompts of promptfoo see the `vars` of each test; nothing where some stand elsewhere or a program adds others. */
function templatesOfPromptfoo(text: string, root: YAMLMap): TemplateWithInputs[] {
  const tests = [...itemsOf(root.get('tests')), root.get('defaultTest')].filter((test) => test !== undefined);
  const isWhole =
    isSeq(root.get('tests')) &&
    tests.every(
      (test) =>
        isMap(test) && !test.has('$ref') && !test.has('options') && (!test.has('vars') || isMap(test.get('vars'))),
    );
  if (!isWhole || ['scenarios', 'redteam', 'extensions'].some((key) => root.has(key))) return [];
  const prompts = itemsOf(root.get('prompts')).map((item) => (isMap(item) ? item.get('raw', true) : item));
  return templates(
    text,
    prompts,
    tests.flatMap((test) => namesIn((test as YAMLMap).get('vars'))),
    'jinja',
  );
}

function templates(
  text: string,
  values: readonly unknown[],
  inputs: readonly string[],
  syntax: TemplateSyntax | undefined,
): TemplateWithInputs[] {
  if (inputs.length === 0) return [];
  return values.flatMap((scalar) => {
    const found =
      isScalar(scalar) && typeof scalar.value === 'string' ? textOfYamlScalar(text, scalar.value, scalar) : undefined;
    if (!found) return [];
    const inFile = (offset: number) => offsetInFile(found.stretches, offset);
    return [{ text: found.text, inFile, inputs: [...new Set(inputs)], syntax }];
  });
}

function mapsIn(node: unknown): YAMLMap[] {
  if (isSeq(node)) return node.items.flatMap(mapsIn);
  return isMap(node) ? [node, ...node.items.flatMap(({ value }) => mapsIn(value))] : [];
}

function itemsOf(node: unknown): unknown[] {
  return isSeq(node) ? node.items : [];
}

export function inputsOf(map: YAMLMap): string[] {
  return INPUT_KEYS.flatMap((key) => namesIn(map.get(key)));
}

/** The names in a list of names, in a list of maps with names, or in a map by name. */
export function namesIn(node: unknown): string[] {
  if (isMap(node)) return node.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []));
  return itemsOf(node).flatMap((item) => {
    const name = isMap(item) ? item.get('name') : isScalar(item) ? item.value : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}
