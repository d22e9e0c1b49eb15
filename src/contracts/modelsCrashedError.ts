/** The process that runs the models crashed while a request was pending, and perhaps because of that request. */
export class ModelsCrashedError extends Error {}
