import { parse as parseJson, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { errorText } from '../../errorText';
import type { Settings } from '../agent';
import { textIn, type ReadableFiles } from './readableFiles';

/** Settings of an agent in layers: later ones win. */
export interface LayersOfSettings {
  readonly layers: readonly Settings[];
  /** Files that cannot be read as settings, as sentences. */
  readonly warnings: readonly string[];
}

/** The settings in files that may be absent, in TOML or in JSON with comments, and `given` on top. */
export async function settingsIn(
  readable: ReadableFiles,
  paths: readonly string[],
  given: Settings,
): Promise<LayersOfSettings> {
  const layers: Settings[] = [];
  const warnings: string[] = [];
  for (const path of paths) {
    const file = await readable.named(path);
    if (file?.text === undefined) continue;
    try {
      layers.push(path.endsWith('.toml') ? parseToml(textIn(file)) : parsedJson(textIn(file)));
    } catch (error) {
      const [line] = errorText(error).split('\n');
      warnings.push(`${path} cannot be read as settings, so it is left out: ${line}`);
    }
  }
  return { layers: [...layers, given], warnings };
}

/** The value of a key such as “context.fileName”, written so or as objects; of several layers, the last that has it. */
export function valueOf({ layers }: LayersOfSettings, key: string): unknown {
  return valuesOf({ layers }, key).at(-1);
}

/** The values of a key in all layers that have it. */
export function valuesOf({ layers }: Pick<LayersOfSettings, 'layers'>, key: string): unknown[] {
  return layers.map((layer) => valueIn(layer, key)).filter((value) => value !== undefined);
}

/** The texts of a list, or of a single text; undefined for anything else. */
export function textsOf(value: unknown): string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : undefined;
}

function valueIn(layer: Settings, key: string): unknown {
  if (Object.hasOwn(layer, key)) return layer[key];
  return key.split('.').reduce<unknown>((value, name) => {
    const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    return isObject ? (value as Settings)[name] : undefined;
  }, layer);
}

function parsedJson(text: string): Settings {
  const errors: ParseError[] = [];
  const value: unknown = parseJson(text, errors, { allowTrailingComma: true });
  if (errors[0]) throw new Error(`${printParseErrorCode(errors[0].error)} at character ${errors[0].offset}.`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('It is no JSON object.');
  return value as Settings;
}
