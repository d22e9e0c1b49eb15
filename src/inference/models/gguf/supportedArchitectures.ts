import { shown, UnsupportedGgufError } from './ggufError';
import type { Architecture } from './architectures/architecture';
import { llama } from './architectures/llama';

/** By `general.architecture` of a GGUF file. */
const ARCHITECTURES: Readonly<Record<string, Architecture>> = { llama };

/** Throws an Error that lists the architectures that can be run when `name` is none of them. */
export function architectureNamed(name: string): Architecture {
  if (Object.hasOwn(ARCHITECTURES, name)) return ARCHITECTURES[name]!;
  throw new UnsupportedGgufError(
    `its architecture is ${shown(name)}; Left Context runs GGUF files of ${Object.keys(ARCHITECTURES).join(', ')}`,
  );
}
