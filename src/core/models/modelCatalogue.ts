import type { Task } from './modelSpec';

/** A recommended model on the hub. */
interface CatalogueEntry {
  /** owner/name */
  readonly id: string;
  readonly task: Task;
  /** What the model is good for. */
  readonly use: string;
  /** Approximate megabytes of its 8-bit weights and tokenizer. */
  readonly megabytes: number;
  /** SPDX identifier. */
  readonly licence: string;
}

/** Recommended small models, grouped by task. */
export const modelCatalogue: readonly CatalogueEntry[] = [
  entry('onnx-community/SmolLM2-135M-ONNX', 'causal', 'ghost text: newer, better for its size', 140, 'Apache-2.0'),
  entry('Xenova/distilgpt2', 'causal', 'ghost text: half of GPT-2', 87, 'Apache-2.0'),
  entry('Xenova/gpt2', 'causal', 'ghost text: the GPT-2 of 2019', 130, 'MIT'),
  entry('onnx-community/Qwen2.5-0.5B-Instruct', 'causal', 'ghost text: best of these, slowest', 520, 'Apache-2.0'),
  entry('Xenova/bert-base-uncased', 'masked', 'attention of the best known BERT, 12 × 12 heads', 112, 'Apache-2.0'),
  entry('Xenova/distilbert-base-uncased', 'masked', 'attention: half of BERT', 68, 'Apache-2.0'),
  entry('Xenova/roberta-base', 'masked', 'attention: BERT trained longer, byte-level tokens', 127, 'MIT'),
  entry('Xenova/all-MiniLM-L6-v2', 'encoder', 'attention and counts of the usual embedding model', 24, 'Apache-2.0'),
  entry('Xenova/t5-small', 'text-to-text', 'rewriting: summaries and translations', 81, 'Apache-2.0'),
  entry('Xenova/flan-t5-small', 'text-to-text', 'rewriting: follows simple instructions', 97, 'Apache-2.0'),
];

function entry(id: string, task: Task, use: string, megabytes: number, licence: string): CatalogueEntry {
  return { id, task, use, megabytes, licence };
}
