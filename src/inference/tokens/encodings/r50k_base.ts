export { encode, setMergeCacheSize } from 'gpt-tokenizer/encoding/r50k_base';
export { default as ranks } from 'gpt-tokenizer/bpeRanks/r50k_base';
export { R50K_TOKEN_SPLIT_REGEX as splitter } from 'gpt-tokenizer/encodingParams/constants';
