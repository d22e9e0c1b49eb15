export { encode, setMergeCacheSize } from 'gpt-tokenizer/encoding/cl100k_base';
export { default as ranks } from 'gpt-tokenizer/bpeRanks/cl100k_base';
export { CL100K_TOKEN_SPLIT_REGEX as splitter } from 'gpt-tokenizer/encodingParams/constants';
