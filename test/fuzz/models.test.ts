import { fuzzModels } from './fuzzText';
import { fuzzTest } from './fuzzTest';

suite('any text', () => {
  fuzzTest('through the models', fuzzModels, 300);
});
