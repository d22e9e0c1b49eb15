import { fuzzModelFiles } from './fuzzModelFiles';
import { fuzzTest } from './fuzzTest';

suite('any model folder', () => {
  fuzzTest('of damaged files', fuzzModelFiles, 600);
});
