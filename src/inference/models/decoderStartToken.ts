/** Id of the token that every output of a text-to-text model begins with, by its config.json. */
export function decoderStartToken(config: unknown): number {
  const { decoder_start_token_id: start, pad_token_id: padding } = config as Record<string, unknown>;
  return Number(start ?? padding ?? 0);
}
