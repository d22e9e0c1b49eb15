import { fuzzGgufFiles } from './fuzzGgufFiles';
import { fuzzTest } from './fuzzTest';

suite('any GGUF file', () => {
  fuzzTest('with a damaged header', fuzzGgufFiles, 300);
});
