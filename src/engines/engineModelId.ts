const PREFIX = 'engine:';

/** What requests name as their model where an engine is to answer. */
export function engineModelId(name: string): string {
  return PREFIX + name;
}

/** The name of the engine that a request's model stands for; undefined for a model on this machine. */
export function engineNameOf(model: string): string | undefined {
  return model.startsWith(PREFIX) ? model.slice(PREFIX.length) : undefined;
}
