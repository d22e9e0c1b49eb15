import { fuzzText } from './fuzzText';
import { fuzzTest } from './fuzzTest';

suite('any text', () => {
  fuzzTest('through core and everything that counts tokens', fuzzText, 5_000);
});
