export { encode } from 'gpt-tokenizer/encoding/cl100k_base';
export { default as ranks } from 'gpt-tokenizer/bpeRanks/cl100k_base';
