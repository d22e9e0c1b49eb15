import type { AgentFiles } from './agentFiles';

/** A file system as it was when each file was first asked for: agents ask for the same ones. */
export function rememberedFiles(files: AgentFiles): AgentFiles {
  return {
    list: remembered((folder) => files.list(folder)),
    stat: remembered((path) => files.stat(path)),
    read: remembered((path, mostBytes) => files.read(path, mostBytes)),
  };
}

function remembered<Rest extends unknown[], T>(
  ask: (path: string, ...rest: Rest) => Promise<T>,
): (path: string, ...rest: Rest) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (path, ...rest) => {
    const key = `${rest.join()}:${path}`;
    const answer = answers.get(key) ?? ask(path, ...rest);
    answers.set(key, answer);
    return answer;
  };
}
