import type { AgentFiles } from './agentFiles';
import { foldersUp } from './paths';

/** The nearest folder, from `folder` upwards, that holds one of the markers; `folder` itself where none does. */
export async function projectRoot(
  files: AgentFiles,
  folder: string,
  markers: readonly string[] = ['.git'],
): Promise<string> {
  for (const each of foldersUp(folder)) {
    const found = await Promise.all(markers.map((marker) => files.stat(`${each}/${marker}`)));
    if (found.some(Boolean)) return each;
  }
  return folder;
}
