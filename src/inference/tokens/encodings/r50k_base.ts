export { encode } from 'gpt-tokenizer/encoding/r50k_base';
export { default as ranks } from 'gpt-tokenizer/bpeRanks/r50k_base';
