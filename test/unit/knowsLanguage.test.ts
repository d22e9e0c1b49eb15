import assert from 'node:assert/strict';
import { knowsLanguage } from '../../src/core/completion/knowsLanguage';

suite('whether a model knows the language of the last lines', () => {
  /** Medians of SmolLM2 (49,152 tokens) and prompt-gpt (8,192). */
  const cases: readonly (readonly [
    name: string,
    bitsPerByte: number,
    bytesPerToken: number,
    size: number,
    knows: boolean,
  ])[] = [
    ['English, SmolLM2', 1.22, 4.38, 49_152, true],
    ['German, SmolLM2', 1.84, 2.66, 49_152, false],
    ['Spanish, SmolLM2', 1.71, 2.81, 49_152, false],
    ['Russian, SmolLM2: little surprise, in short tokens', 1.32, 2.42, 49_152, false],
    ['Chinese, SmolLM2', 1.65, 1.8, 49_152, false],
    ['English, prompt-gpt', 1.63, 3.75, 8_192, true],
    ['Spanish, prompt-gpt', 2.59, 2.34, 8_192, false],
    ['as long tokens and as much surprise, in a vocabulary between them', 1.5, 2.9, 20_000, true],
    ['in a large one', 1.5, 2.9, 49_152, false],
    ['in a larger one no more than in a large one', 1.0, 2.9, 150_000, true],
    ['before anything is read', 0, Infinity, 49_152, true],
  ];
  for (const [name, bitsPerByte, bytesPerToken, size, knows] of cases)
    test(name, () => assert.equal(knowsLanguage({ bitsPerByte, bytesPerToken }, size), knows));
});
