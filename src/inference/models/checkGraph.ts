import { layersOf } from '../../core/attention/attentionSelection';
import type { ModelSpec } from '../../core/models/modelSpec';
import type { Graph } from './loadedModel';

/** Inputs that text models have, in the exports of the hub and in ours. */
const KNOWN_INPUTS = new Set([
  'input_ids',
  'attention_mask',
  'position_ids',
  'token_type_ids',
  'num_logits_to_keep',
  'use_cache_branch',
  'encoder_attention_mask',
  'encoder_hidden_states',
]);

/**
 * Throws an Error that says what is wrong when a graph is not one of the model that `spec` describes, or wants inputs
 * that no text has.
 *
 * @param file of the graph, for the message
 */
export function checkGraph({ session, attention, branched }: Graph, spec: ModelSpec, file: string): void {
  const { inputNames, outputNames } = session;
  const refuse = (reason: string): never => {
    throw new Error(`${file} of ${spec.label} cannot be used: ${reason}`);
  };
  const strange = inputNames.filter((name) => !KNOWN_INPUTS.has(name) && !name.startsWith('past_key_values.'));
  if (!inputNames.includes('input_ids')) refuse('it has no input named input_ids. Choose a model that reads text.');
  if (strange.length > 0) refuse(`it wants ${strange.join(', ')}. Choose a model that reads nothing but text.`);
  const writes = spec.task === 'causal' || inputNames.includes('encoder_hidden_states');
  const past = inputNames.filter((name) => /^past_key_values\.\d+\.(decoder\.)?key$/.test(name));
  const lacking = [past.length === 0 && 'past_key_values.0.key', !outputNames.includes('logits') && 'logits'];
  if (writes && lacking.some(Boolean))
    refuse(
      `it lacks ${lacking.filter(Boolean).join(' and ')}. Export it again with a key-value cache ` +
        '(text-generation-with-past), or choose another model.',
    );
  const strangePast = session.inputMetadata.find((input) => {
    if (!input.isTensor || !input.name.startsWith('past_key_values.')) return false;
    const [, heads, , width] = input.shape;
    return input.shape.length !== 4 || typeof heads !== 'number' || typeof width !== 'number';
  });
  if (strangePast) refuse(`${strangePast.name} has another shape than [batch, heads, length, width]. Choose another model.`);
  const crossing = inputNames.includes('encoder_hidden_states') ? 2 : 1;
  const layers = writes ? past.length : attention.length / crossing;
  // An encoder whose attention is fused shows none.
  const isKnown = writes || attention.length > 0 || branched !== undefined;
  const said = layersOf(spec, crossing === 2 ? 'decoder' : 'encoder');
  if (isKnown && layers !== said)
    refuse(`it has ${layers} layers, and config.json says ${said}. Get both again, or choose another model.`);
}
