/** Most bytes of attention weights in the cache. */
export const MAX_CACHE_BYTES = 320_000_000;
