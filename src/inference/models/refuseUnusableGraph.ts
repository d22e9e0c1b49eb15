import { layersOf } from '../../core/attention/attentionParts';
import type { ModelSpec } from '../../core/models/modelSpec';
import { takesRoom } from './inputTensors';
import type { Graph } from './openedGraph';

/** Inputs of text models, in exports from the hub and in ours. */
const KNOWN_INPUTS = new Set([
  'input_ids',
  'attention_mask',
  'position_ids',
  'token_type_ids',
  'num_logits_to_keep',
  'past_length',
  'seen_past',
  'use_cache_branch',
  'encoder_attention_mask',
  'encoder_hidden_states',
]);

/**
 * Throws an Error with the reason when a graph does not belong to the model that `spec` describes, or needs inputs that
 * a text does not have.
 *
 * @param file name of the graph, for the message
 */
export function refuseUnusableGraph({ session, attention, branched }: Graph, spec: ModelSpec, file: string): void {
  const { inputNames, outputNames } = session;
  const refuse = (reason: string): never => {
    throw new Error(`${file} of ${spec.label} cannot be used: ${reason}`);
  };
  const unknown = inputNames.filter((name) => !KNOWN_INPUTS.has(name) && !name.startsWith('past_key_values.'));
  if (!inputNames.includes('input_ids')) refuse('it has no input named input_ids. Choose a model that reads text.');
  if (unknown.length > 0) refuse(`it needs ${unknown.join(', ')}. Choose a model that reads text only.`);
  const writes = spec.task === 'causal' || inputNames.includes('encoder_hidden_states');
  const past = inputNames.filter((name) => /^past_key_values\.\d+\.(decoder\.)?key$/.test(name));
  const missing = [past.length === 0 && 'past_key_values.0.key', !outputNames.includes('logits') && 'logits'];
  if (writes && missing.some(Boolean))
    refuse(
      `it lacks ${missing.filter(Boolean).join(' and ')}. Export it again with a key-value cache ` +
        '(text-generation-with-past), or choose another model.',
    );
  const misshapenPast = session.inputMetadata.find((input) => {
    if (!input.isTensor || !input.name.startsWith('past_key_values.') || takesRoom({ session })) return false;
    const [, heads, , width] = input.shape;
    return input.shape.length !== 4 || typeof heads !== 'number' || typeof width !== 'number';
  });
  if (misshapenPast)
    refuse(`${misshapenPast.name} does not have the shape [batch, heads, length, width]. Choose another model.`);
  // Decoders with an encoder have self- and cross-attention in each layer.
  const attentionPerLayer = inputNames.includes('encoder_hidden_states') ? 2 : 1;
  const layers = writes ? past.length : attention.length / attentionPerLayer;
  // An encoder with fused attention shows no layers.
  const isKnown = writes || attention.length > 0 || branched !== undefined;
  const expected = layersOf(spec, attentionPerLayer === 2 ? 'decoder' : 'encoder');
  if (isKnown && layers !== expected)
    refuse(`it has ${layers} layers, and config.json says ${expected}. Get both again, or choose another model.`);
}
