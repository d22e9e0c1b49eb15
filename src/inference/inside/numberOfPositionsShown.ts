/** Most positions of learned and rotary encodings. */
export const MAX_POSITIONS = 512;

/** Number of positions for relative biases; more would take seconds. */
export const RELATIVE_POSITIONS = 128;
