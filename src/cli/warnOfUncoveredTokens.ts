import type { Attention } from '../contracts/attentionRequests';
import type { Inference } from '../contracts/inference';
import type { AttentionPart } from '../core/attention/attentionParts';
import type { ModelSpec } from '../core/models/modelSpec';
import type { PromptFile } from './readPromptFiles.node';

/** A model, and the part of it whose maps are printed. */
interface AttendedModel {
  readonly inference: Inference;
  readonly spec: ModelSpec;
  readonly part: AttentionPart;
}

/** Prints a warning to the standard error when the maps do not cover the whole text. */
export async function warnIfTruncated(
  { inference, spec, part }: AttendedModel,
  { name, text }: PromptFile,
  map: Attention,
): Promise<void> {
  // A decoder's map covers generated tokens only.
  if (part === 'decoder') return;
  const covered = map.starts.subarray(0, map.pieces.length - map.generated).filter((start) => start >= 0).length;
  const { ids } = await inference.tokenize({ model: spec.id, text }, new AbortController().signal);
  if (ids.length > covered)
    console.error(
      `left-context: the maps of ${name} cover ${covered} of ${ids.length} tokens, the first ones. ` +
        'Split the text to see the others.',
    );
}
