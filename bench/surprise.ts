import '../src/inference/models/onnxRuntime.node';
import { promptGpt } from '../src/core/models/modelSpec';
import { forwardPass } from '../src/inference/generation/forwardPass';
import { KeyValues } from '../src/inference/generation/keyValues';
import { PrefixReader } from '../src/inference/generation/prefixReader';
import { measureSurprise as measured } from '../src/inference/expectation/measureSurprise';
import { SurpriseReader } from '../src/inference/expectation/surpriseReader';
import { loadedModel, samplePrompt } from '../test/helpers/fixtures';
import { unhurried } from '../test/helpers/inferences';
import { inTurn, lowerIsBetter, type Row } from './row';

const WINDOW = 512;

/**
 * The surprise map of a prompt that fills the embedded GPT's window of 512 tokens, on one thread.
 *
 * - The whole map, tokenising and the likeliest tokens included, against one bare pass of the same graph over the same
 *   number of tokens that gives logits for all of them.
 * - The map after one more letter at the end, against the whole map.
 */
export async function surprise(quick: boolean): Promise<Row[]> {
  const model = await loadedModel(promptGpt.id);
  const { tokenizer } = model;
  const prose = samplePrompt('research-assistant.md').repeat(2);
  const text = prose.slice(0, tokenizer.encode(prose).starts[WINDOW - 8]);
  const ids = tokenizer.encode(text).ids;
  const newReader = () => new SurpriseReader(new PrefixReader(model, WINDOW), tokenizer.size, WINDOW);
  const map = (reader: SurpriseReader, of: string) =>
    measured({ reader, tokenizer, contextLength: WINDOW }, { model: promptGpt.id, text: of, focus: 0 }, unhurried);
  const rounds = quick ? 20 : 60;
  const whole = () => map(newReader(), text);
  const pass = await inTurn(rounds, whole, () => forwardPass(model, ids, new KeyValues(model, WINDOW), ids.length));

  const reader = newReader();
  let letters = '';
  const oneMore = () => {
    // Typing on; a word now and then, as the window has only so much room.
    letters = letters.length === 6 ? ' ' : `${letters}a`;
    return map(reader, text + letters);
  };
  const again = await inTurn(rounds, oneMore, whole);
  const size = `${ids.length} tokens, median of ${rounds}`;
  return [
    lowerIsBetter(`ms for the surprise of ${size}; against one bare pass`, pass.ours, pass.theirs, 0.5),
    lowerIsBetter(`ms for it after a letter at the end; against all of it`, again.ours, again.theirs, 10),
  ];
}
