import { isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { parseYaml } from './parseYaml';
import { inSnakeCase, isLongText, isPromptInYaml, type YamlMap, type YamlString } from './promptKeysInYaml';
import { textOfYamlScalar, type ScalarText } from './textOfYamlScalar';

/** A prompt inside a document. */
export interface PromptText extends ScalarText {
  /** Where it stands, for people: `prompts[0]` or `agents.writer.system_prompt`. */
  readonly name: string;
}

/** “prompts.yaml”, “agent_prompts.yaml”, “prompts.en.yaml” */
const FILE_OF_PROMPTS = /(?:^|[/._-])prompts?(?:[._-][^/]{0,40})?\.ya?ml$/i;

type Path = readonly (string | number)[];

interface FoundString extends YamlString {
  readonly scalar: Scalar;
}

/**
 * The prompts in a YAML file, in their order; of a broken file, those that can be read.
 *
 * @param path of the file: in `prompts.yaml`, all long texts are prompts or parts of them
 */
export function promptTextsInYaml(document: string, path = ''): PromptText[] {
  const isOfPrompts = FILE_OF_PROMPTS.test(path);
  return parseYaml(document).flatMap((root) => {
    const rootMap = keysAndStrings(root);
    return stringsBelow(root, [], rootMap)
      .filter((string) => isPromptInYaml(string, rootMap) || (isOfPrompts && isLongText(string.text)))
      .flatMap(({ path, text, scalar }) => {
        const found = textOfYamlScalar(document, text, scalar);
        return found ? [{ name: nameOf(path), ...found }] : [];
      });
  });
}

function stringsBelow(node: unknown, path: Path, siblings: YamlMap): FoundString[] {
  if (isScalar(node)) return typeof node.value === 'string' ? [{ path, text: node.value, scalar: node, siblings }] : [];
  if (isSeq(node)) return node.items.flatMap((item, index) => stringsBelow(item, [...path, index], siblings));
  if (!isMap(node)) return [];
  const own = keysAndStrings(node);
  return node.items.flatMap(({ key, value }) => stringsBelow(value, [...path, keyText(key)], own));
}

function keysAndStrings(node: Node): YamlMap {
  const pairs = isMap(node) ? node.items : [];
  return new Map(
    pairs.map(({ key, value }) => [
      inSnakeCase(keyText(key)),
      isScalar(value) && typeof value.value === 'string' ? value.value : undefined,
    ]),
  );
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

/** `prompts[0].raw` */
function nameOf(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}
