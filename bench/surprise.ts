import '../src/inference/models/onnxRuntime.node';
import { promptGpt } from '../src/core/models/embeddedModels';
import { forwardPass } from '../src/inference/generation/decoderForwardPass';
import { KeyValues } from '../src/inference/generation/keyValuesWithoutGaps';
import { PrefixReader } from '../src/inference/generation/prefixCachingReader';
import { measureSurprise } from '../src/inference/expectation/measureSurprise';
import { SurpriseReader } from '../src/inference/expectation/incrementalSurprise';
import { loadedModel, samplePrompt } from '../test/helpers/fixtures';
import { lowerIsBetter, timeAlternately, type Row } from './row';

const WINDOW = 512;

/**
 * Speed of the surprise map of a prompt that fills the embedded GPT's context window of 512 tokens, on one thread.
 *
 * - The whole map, including tokenization and the likeliest tokens, against one bare forward pass of the same graph
 *   over the same number of tokens with logits for all of them.
 * - An update of the map after another letter at the end, against the whole map.
 */
export async function surprise(quick: boolean): Promise<Row[]> {
  const model = await loadedModel(promptGpt.id);
  const { tokenizer } = model;
  const prose = samplePrompt('research-assistant.md').repeat(2);
  const text = prose.slice(0, tokenizer.encode(prose).starts[WINDOW - 8]);
  const ids = tokenizer.encode(text).ids;
  const newReader = () => new SurpriseReader(new PrefixReader(model, WINDOW), tokenizer.size, WINDOW);
  const measure = (reader: SurpriseReader, text: string) =>
    measureSurprise({ reader, tokenizer, contextLength: WINDOW }, { model: promptGpt.id, text, focus: 0 });
  const rounds = quick ? 20 : 60;
  const wholeMap = () => measure(newReader(), text);
  const barePass = () => forwardPass(model, ids, new KeyValues(model, WINDOW), ids.length);
  const whole = await timeAlternately(rounds, wholeMap, barePass);

  const reader = newReader();
  let letters = '';
  const addLetter = () => {
    // At most six letters, so that the text still fits the window.
    letters = letters.length === 6 ? ' ' : `${letters}a`;
    return measure(reader, text + letters);
  };
  const update = await timeAlternately(rounds, addLetter, wholeMap);
  const size = `${ids.length} tokens, median of ${rounds}`;
  return [
    lowerIsBetter(`ms for the surprise of ${size}; against one bare pass`, whole.ours, whole.theirs, 0.5),
    lowerIsBetter(`ms for it after a letter at the end; against all of it`, update.ours, update.theirs, 10),
  ];
}
