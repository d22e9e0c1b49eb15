import { readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Agent, Settings, Situation } from '../core/agents/agent';
import { agents } from '../core/agents/agents';
import { isWithin } from '../core/agents/files/paths';
import { projectsOnce } from '../core/agents/files/projectFiles';
import { projectRoot } from '../core/agents/files/projectRoot';
import { rememberedFiles } from '../core/agents/files/rememberedFiles';
import { userFolders } from '../core/agents/files/userFolders';
import { hasLosses, isEmptyReading, sentOf, sentText, type Reading } from '../core/agents/reading';
import { errorText } from '../core/errorText';
import { countableModel } from '../core/tokens/countableModel';
import { tokenCount } from '../core/tokens/tokenSpans';
import type { ModelCache } from '../inference/models/modelCache';
import { absolutePath, agentFilesOnDisk, toSystem } from './agentFilesOnDisk.node';
import { oneOf } from './checkOptionValue';
import type { CliOptions } from './commandLineOptions.node';
import { describeReading, type CountedReading } from './describeReading';
import { UsageError } from './usageError';

/**
 * Prints which instructions agents read in a folder, by default this one; false when --strict is given and something is cut or
 * never read.
 */
export async function agentsCommand(
  models: ModelCache,
  options: CliOptions,
  operands: readonly string[],
): Promise<boolean> {
  const [name = '.', ...others] = operands;
  if (others.length > 0) throw new UsageError('Name one folder.');
  if (!statSync(name, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${name} is no folder. Name the folder that the agent works in.`);
  const ids = agents.map(({ id }) => id);
  const id = options.agent === undefined ? undefined : oneOf('--agent', options.agent, ids);
  const situation = await situationIn(name, options);
  const readings: CountedReading[] = [];
  for (const agent of agents.filter((each) => id === undefined || each.id === id)) {
    const reading = await agent.read(situation);
    // Agents that nobody writes for here are left out, unless one was named.
    if (id !== undefined || !isEmptyReading(reading)) readings.push(await counted(models, agent, situation, reading));
  }
  if (options.json) console.log(JSON.stringify(id === undefined ? readings : readings[0], null, 2));
  else if (readings.length === 0) console.log(`No agent finds instructions in ${name}.`);
  else console.log(readings.map(describeReading).join('\n\n'));
  return !options.strict || !readings.some(({ hasLosses }) => hasLosses);
}

async function situationIn(name: string, { opened, settings }: CliOptions): Promise<Situation> {
  const folder = absolutePath(name);
  const root = await projectRoot(agentFilesOnDisk, folder);
  return {
    files: rememberedFiles(agentFilesOnDisk),
    folder,
    opened: opened === undefined ? undefined : openedFile(opened, folder, root),
    user: userFolders(absolutePath(os.homedir()), process.env),
    settings: settings === undefined ? {} : settingsInFile(settings),
    project: projectsOnce(agentFilesOnDisk),
  };
}

/** A path from here, if it leads into the project, and otherwise from the folder: the file need not exist. */
function openedFile(name: string, folder: string, root: string): string {
  const fromHere = absolutePath(name);
  return path.isAbsolute(name) || isWithin(root, fromHere) ? fromHere : absolutePath(path.join(toSystem(folder), name));
}

function settingsInFile(name: string): Settings {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(name, 'utf8'));
  } catch (error) {
    throw new UsageError(`${name} cannot be read as JSON: ${errorText(error)}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Settings;
  throw new UsageError(`${name} must hold an object with settings, such as {"project_doc_max_bytes": 65536}.`);
}

/** What an agent reads, as --json prints it, with tokens of a model that it uses. */
async function counted(
  models: ModelCache,
  agent: Agent,
  situation: Situation,
  reading: Reading,
): Promise<CountedReading> {
  const { tokenizer: id, factor = 1, name } = countableModel(agent.model);
  const tokenizer = await models.tokenizer(id);
  const count = (text: string) => Math.round(tokenCount(tokenizer.encode(text)) * factor);
  const { loaded, budget, isOrderKnown, warnings } = reading;
  const named = <T extends { readonly path: string }>(files: readonly T[]): T[] =>
    files.map((file) => ({ ...file, path: toSystem(file.path) }));
  return {
    agent: agent.id,
    name: agent.name,
    folder: toSystem(situation.folder),
    opened: situation.opened === undefined ? null : toSystem(situation.opened),
    tokens: count(sentText(reading)),
    countedFor: name,
    isAbout: factor !== 1,
    budget: budget ?? null,
    isOrderKnown,
    loaded: named(loaded).map((file, index) => ({
      ...file,
      tokens: file.unread === undefined ? count(sentOf(reading, loaded[index]!.path)) : null,
    })),
    onDemand: named(reading.onDemand),
    listedOnly: named(reading.listedOnly),
    notLoaded: named(reading.notLoaded),
    truncated: loaded.flatMap(({ path, bytes, keptBytes }) =>
      keptBytes === undefined ? [] : [{ path: toSystem(path), bytes, keptBytes, keptText: sentOf(reading, path) }],
    ),
    never: named(reading.never),
    warnings,
    hasLosses: hasLosses(reading),
  };
}
