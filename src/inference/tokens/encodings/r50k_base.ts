export { default as ranks } from 'gpt-tokenizer/bpeRanks/r50k_base';
