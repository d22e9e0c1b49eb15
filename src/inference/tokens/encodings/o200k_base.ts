export { default as ranks } from 'gpt-tokenizer/bpeRanks/o200k_base';
