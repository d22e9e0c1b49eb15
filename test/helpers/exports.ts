import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './fixtures';

/** Exports as the hub has them, with what PyTorch says of each: training/stock_exports.py. */
export const exportsFolder = path.join(root, 'test', 'fixtures', 'exports');

/** What PyTorch's eager attention and greedy generation gave for a text. */
export interface ExportReference {
  readonly text: string;
  /** Special tokens included. */
  readonly ids: readonly number[];
  readonly layers: number;
  readonly heads: number;
  /** Where the weights [layers, heads, rows, columns] stand in FAMILY.bin, in float32 values. */
  readonly attentions: Readonly<Record<string, { readonly offset: number; readonly shape: readonly number[] }>>;
  /** What follows the text, the likeliest token each time. */
  readonly greedy?: readonly number[];
  /** What the decoder read for `attentions`. */
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

/** A copy of a family's folder with only those graphs in onnx/, named without .onnx. */
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
