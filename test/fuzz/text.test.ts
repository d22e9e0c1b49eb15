import { fuzzGiants } from './fuzzGiants';
import { fuzzModels, fuzzText } from './fuzzText';
import { fuzzTest } from './fuzzTest';

suite('any text', () => {
  fuzzTest('through core and everything that counts tokens', fuzzText, 5_000);
  fuzzTest('through the models', fuzzModels, 300);
  // Always the same ones: they are too large to be played in numbers.
  fuzzTest('of megabytes', fuzzGiants, 1);
});
