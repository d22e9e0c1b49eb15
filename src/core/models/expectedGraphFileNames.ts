import type { Task } from './modelSpec';

/** File names of a model's graphs without precision suffix, for each form of export; preferred form first. */
export const STEMS: Readonly<Record<Task, readonly (readonly string[])[]>> = {
  causal: [['model'], ['decoder_model_merged']],
  masked: [['model']],
  encoder: [['model']],
  'text-to-text': [['encoder_model', 'decoder_model_merged']],
};

/** The graph files that a model needs, for a message: “onnx/model.onnx, or onnx/decoder_model_merged.onnx”. */
export function expectedGraphs(task: Task): string {
  return STEMS[task].map((stems) => stems.map((stem) => `onnx/${stem}.onnx`).join(' and ')).join(', or ');
}
