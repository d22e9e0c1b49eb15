/** Most tokens that a text-to-text model generates for the attention of its decoder. */
export const MAX_GENERATED_TOKENS = 48;
