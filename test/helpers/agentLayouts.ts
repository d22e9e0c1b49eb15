import type { Reading } from '../../src/core/agents/reading';
import { agents } from '../../src/core/agents/agents';
import type { Agent, AgentId, Settings, Situation } from '../../src/core/agents/agent';
import { projectsOnce } from '../../src/core/agents/files/projectFiles';
import { filesInMemory, type FilesInMemory } from './filesInMemory';

/** A folder with instructions, and what an agent reads there by its source or documentation. Paths are relative to the folder. */
export interface AgentLayout {
  readonly id: string;
  readonly agent: AgentId;
  readonly files: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, string>>;
  /** Files of the user, by paths from the home folder. */
  readonly home?: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly opened: string | null;
  readonly config?: Settings;
  readonly workspaceFolders?: readonly string[];
  readonly expected: readonly string[];
  readonly onDemand?: Readonly<Record<string, string>>;
  readonly listedOnly?: readonly string[];
  readonly notLoaded?: readonly string[];
  readonly never?: Readonly<Record<string, string>>;
  readonly truncated?: Readonly<Record<string, { readonly keptBytes: number; readonly keptText?: string }>>;
  readonly orderReliable: boolean;
  /** The texts of Codex, as it joins them. */
  readonly joined?: string;
  /** Why the answer here is another one. */
  readonly differs?: string;
}

export function agentById(id: AgentId): Agent {
  return agents.find((agent) => agent.id === id)!;
}

export const PROJECT = '/disk/project';
export const HOME = '/home/writer';

/** The file system of a layout. */
export function filesOf(layout: AgentLayout, order?: Parameters<typeof filesInMemory>[2]): FilesInMemory {
  const placed = (paths: Readonly<Record<string, string>> = {}, folder: string) =>
    Object.fromEntries(Object.entries(paths).map(([path, text]) => [`${folder}/${path}`, text]));
  return filesInMemory(
    { [`${PROJECT}/.keep`]: '', ...placed(layout.files, PROJECT), ...placed(layout.home, HOME) },
    placed(layout.links, PROJECT),
    order,
  );
}

export function situationOf(layout: AgentLayout, files: FilesInMemory): Situation {
  const { cwd, opened, config = {}, workspaceFolders } = layout;
  const situation = situationIn(files, inProject(cwd), opened === null ? undefined : inProject(opened), config);
  return { ...situation, workspaceFolders: workspaceFolders?.map(inProject) };
}

/** An agent at work in a folder of a file system. */
export function situationIn(files: FilesInMemory, folder: string, opened?: string, settings: Settings = {}): Situation {
  return {
    files,
    folder,
    opened,
    user: { home: HOME, codex: `${HOME}/.codex`, claude: `${HOME}/.claude`, gemini: `${HOME}/.gemini` },
    settings,
    project: projectsOnce(files),
  };
}

/** What differs between a reading and what a layout expects; nothing if it is right. */
export function differences(layout: AgentLayout, reading: Reading): string[] {
  const own = (path: string) =>
    path.startsWith(`${PROJECT}/`) ? path.slice(PROJECT.length + 1) : path.replace(HOME, '~');
  const paths = (list: readonly { readonly path: string }[]) => list.map(({ path }) => own(path));
  const loaded = paths(reading.loaded);
  const expected = layout.expected.map((path) => path.replace(/^\$?HOME\//, '~/'));
  const same = (a: readonly string[], b: readonly string[]) => JSON.stringify(a) === JSON.stringify(b);
  const isSame = layout.orderReliable ? same(loaded, expected) : same([...loaded].sort(), [...expected].sort());
  const found = isSame
    ? []
    : [`loaded ${loaded.join(', ') || 'nothing'} instead of ${expected.join(', ') || 'nothing'}`];
  const check = (list: string, wanted: readonly string[], got: readonly string[]) => {
    for (const path of wanted) if (!got.includes(path)) found.push(`${path} is not in ${list}`);
  };
  const demanded = Object.keys(layout.onDemand ?? {});
  check('onDemand', demanded, paths(reading.onDemand));
  check('listedOnly', layout.listedOnly ?? [], paths(reading.listedOnly));
  const joins = [...loaded, ...paths(reading.onDemand)];
  for (const path of [...(layout.notLoaded ?? []), ...Object.keys(layout.never ?? {})])
    if (joins.includes(path) && !demanded.includes(path)) found.push(`${path} is loaded or joins`);
  const cuts = reading.loaded.flatMap(({ path, keptBytes }) =>
    keptBytes === undefined ? [] : [[own(path), keptBytes]],
  );
  const wantedCuts = Object.entries(layout.truncated ?? {}).map(([path, { keptBytes }]) => [path, keptBytes]);
  if (JSON.stringify(cuts) !== JSON.stringify(wantedCuts)) found.push(`cuts ${JSON.stringify(cuts)}`);
  return found;
}

function inProject(path: string): string {
  return path === '' ? PROJECT : `${PROJECT}/${path}`;
}
