import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { agentFilesOnDisk } from '../src/cli/agentFilesOnDisk.node';
import type { Situation } from '../src/core/agents/agent';
import { agents as allAgents } from '../src/core/agents/agents';
import { projectsOnce } from '../src/core/agents/files/projectFiles';
import { rememberedFiles } from '../src/core/agents/files/rememberedFiles';
import { figure, lowerIsBetter, timeAlternately, type Row } from './row';

const FILES_IN_FOLDER = 10;
const GOAL_MS = 1_000;
/** Every so many folders have an AGENTS.md of their own. */
const FOLDERS_PER_AGENTS_FILE = 50;
const RULES = 40;

/** What all agents read in a project of 50,000 files, with rules and nested instructions, against listing its files alone. */
export async function agents(quick: boolean): Promise<Row[]> {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'left-context-project-')));
  try {
    const count = makeProject(folder, quick ? 5_000 : 50_000);
    const { ours, theirs } = await timeAlternately(
      5,
      () => readAll(folder),
      () => listAll(folder),
    );
    return [
      lowerIsBetter(
        `ms for all ${allAgents.length} agents, ${count.toLocaleString('en')} files; against`,
        ours,
        GOAL_MS,
        1,
      ),
      figure('… listing the files alone, in ms', theirs),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns the number of files. */
function makeProject(root: string, files: number): number {
  let written = 0;
  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
    written++;
  };
  write('.git/HEAD', 'ref: refs/heads/main\n');
  write('.gitignore', 'dist/\n*.log\n/out\n');
  write('AGENTS.md', 'Answer in one sentence.\n');
  for (let rule = 0; rule < RULES; rule++) {
    write(`.cursor/rules/rule${rule}.mdc`, `---\nglobs: pkg${rule}/**/*.ts, **/part${rule}/*.tsx\n---\nUse tabs.\n`);
    write(`.github/instructions/rule${rule}.instructions.md`, `---\napplyTo: "pkg${rule}/**/*.ts"\n---\nUse tabs.\n`);
    write(`.claude/rules/rule${rule}.md`, `---\npaths:\n  - "pkg${rule}/**/*.{ts,tsx}"\n---\nUse tabs.\n`);
  }
  for (let folder = 0; written < files; folder++) {
    const place = `pkg${folder % 20}/mod${Math.floor(folder / 20) % 25}/part${Math.floor(folder / 500)}`;
    for (let file = 0; file < FILES_IN_FOLDER; file++) write(`${place}/file${file}.ts`, '');
    if (folder % FOLDERS_PER_AGENTS_FILE === 0) write(`${place}/AGENTS.md`, 'Use spaces.\n');
  }
  return written;
}

async function readAll(folder: string): Promise<void> {
  const situation: Situation = {
    files: rememberedFiles(agentFilesOnDisk),
    folder,
    opened: `${folder}/pkg3/mod4/part1/file5.ts`,
    settings: {},
    project: projectsOnce(agentFilesOnDisk),
  };
  await Promise.all(allAgents.map((agent) => agent.read(situation)));
}

async function listAll(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  await Promise.all(entries.filter((entry) => entry.isDirectory()).map(({ name }) => listAll(path.join(folder, name))));
}
