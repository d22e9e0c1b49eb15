import { embeddedModels } from './embeddedModels';

/** Context length in tokens of OpenAI's first models with each encoding. */
const ENCODING_LIMITS: Readonly<Record<string, number>> = {
  o200k_base: 128_000,
  o200k_harmony: 131_072,
  cl100k_base: 8_192,
  p50k_base: 4_097,
  r50k_base: 2_049,
};

/** Names of OpenAI's encodings that tokens can be counted with. */
export const openAiEncodings: readonly string[] = Object.keys(ENCODING_LIMITS);

/** The token limit of an embedded model or OpenAI encoding; undefined for other models. */
export function defaultLimit(model: string): number | undefined {
  return embeddedModels.find(({ id }) => id === model)?.contextLength ?? ENCODING_LIMITS[model];
}
