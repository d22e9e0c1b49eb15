/** A graph cannot be used. The message is for the user. */
export class GraphError extends Error {}
