/** Lines at the top of a document that may hold a budget directive. */
export const HEAD_LINES = 50;
