import type { Agent, Situation } from '../agent';
import type { AgentRule } from '../agentRule';
import { isFile } from '../files/agentFiles';
import { loadWhole } from '../loadWhole';
import { folderOf, foldersDown, nameOf, pathFrom } from '../files/paths';
import { projectRoot } from '../files/projectRoot';
import { ReadableFiles } from '../files/readableFiles';
import { ReadingInProgress, type Reading } from '../reading';

const NAME = 'AGENTS.md';

const RULES = {
  nearest: {
    says: 'The AGENTS.md that is nearest to the edited file is read: in its folder, or in one above, up to the root of the repository.',
    source: 'https://agents.md',
    checked: '2026-11-30',
    certainty: 'documentation',
    note:
      'The standard says that the closest file wins. Many readers add those above it, and let the closer one win where they ' +
      'differ (https://github.com/agentsmd/agents.md/issues/135).',
  },
} satisfies Record<string, AgentRule>;

/** Agents that follow the standard of AGENTS.md, and have no rules of their own. */
export const agentsMd: Agent = {
  id: 'agents-md',
  name: 'Other readers of AGENTS.md',
  model: 'o200k_base',
  rules: RULES,
  watched: [`**/${NAME}`],
  read,
};

async function read({ files, folder, opened, project }: Situation): Promise<Reading> {
  const root = await projectRoot(files, folder);
  const readable = new ReadableFiles(files, [root]);
  const reading = new ReadingInProgress();
  const above = foldersDown(root, opened === undefined ? folder : folderOf(opened)).reverse();
  for (const each of above) {
    const path = `${each}/${NAME}`;
    if (!(await isFile(files, path))) continue;
    const [nearest] = reading.sent;
    if (nearest) reading.put('notLoaded', path, `${pathFrom(root, nearest.path!)} is nearer.`, RULES.nearest);
    else loadWhole(reading, (await readable.named(path))!, 'It is the nearest one.', RULES.nearest);
  }
  const { paths } = await project(root);
  for (const path of paths.filter((each) => nameOf(each) === NAME))
    reading.put('notLoaded', `${root}/${path}`, `It is for files in ${folderOf(path) || 'the root'}.`, RULES.nearest);
  return reading.done({ root, isOrderKnown: true });
}
