export { encode, setMergeCacheSize } from 'gpt-tokenizer/encoding/o200k_base';
export { default as ranks } from 'gpt-tokenizer/bpeRanks/o200k_base';
export { O200K_TOKEN_SPLIT_REGEX as splitter } from 'gpt-tokenizer/encodingParams/constants';
