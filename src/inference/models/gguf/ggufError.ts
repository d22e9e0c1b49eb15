/** A GGUF file cannot be used. The message is the reason, to follow the file's name: "it has no tensor output_norm". */
export class GgufError extends Error {}
