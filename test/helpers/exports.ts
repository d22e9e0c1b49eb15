import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './fixtures';

/** Exports as the hub has them, with PyTorch's reference for each. training/stock_exports.py makes them. */
export const exportsFolder = path.join(root, 'test', 'fixtures', 'exports');

/** PyTorch's eager attention and greedy generation for a text. */
export interface ExportReference {
  readonly text: string;
  /** Special tokens included. */
  readonly ids: readonly number[];
  readonly layers: number;
  readonly heads: number;
  /** Offset of the weights [layers, heads, rows, columns] in FAMILY.bin, in float32 values. */
  readonly attentions: Readonly<Record<string, { readonly offset: number; readonly shape: readonly number[] }>>;
  /** Greedy continuation of the text. */
  readonly greedy?: readonly number[];
  /** Token ids that the decoder read for `attentions`. */
  readonly decoderIds?: readonly number[];
  readonly top?: { readonly position: number; readonly ids: readonly number[]; readonly logits: readonly number[] };
}

export const exportReferences = JSON.parse(
  readFileSync(path.join(exportsFolder, 'reference.json'), 'utf8'),
) as Readonly<Record<string, ExportReference>>;

/** PyTorch's weights [layers, heads, rows, columns] of one part of a family. */
export function expectedAttention(family: string, part: string): Float32Array {
  const { offset, shape } = exportReferences[family]!.attentions[part]!;
  const all = new Float32Array(Uint8Array.from(readFileSync(path.join(exportsFolder, `${family}.bin`))).buffer);
  return all.subarray(offset, offset + shape.reduce((product, size) => product * size, 1));
}

const made: string[] = [];

/** Copies a family's folder with only these graphs in onnx/, named without .onnx. */
export function exportWith(family: string, graphs: readonly string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'left-context-export-'));
  made.push(folder);
  cpSync(path.join(exportsFolder, family), folder, { recursive: true });
  const onnx = path.join(folder, 'onnx');
  for (const file of readdirSync(onnx)) if (!graphs.includes(file.split('.')[0]!)) rmSync(path.join(onnx, file));
  return folder;
}

/** Removes all copies. */
export function removeExports(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}
