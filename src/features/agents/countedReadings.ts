import type * as vscode from 'vscode';
import type { Inference } from '../../contracts/inference';
import { agents } from '../../core/agents/agents';
import type { Agent } from '../../core/agents/agent';
import { isEmptyReading, sentOf, sentText, type Reading } from '../../core/agents/reading';
import { countableModel } from '../../core/tokens/countableModel';
import { logErrors } from '../../host/logBackgroundErrors';
import { countText } from '../tokens/countSelectionInAnyFile';
import { situationAt, type KnownProjects, type Workplace } from './agentSituation';

/** What an agent reads, with tokens of a model that it uses. */
export interface CountedReading {
  readonly agent: Agent;
  readonly reading: Reading;
  readonly workplace: Workplace;
  /** Of all that is sent; undefined where they cannot be counted. */
  readonly tokens: number | undefined;
  /** By the path of the file. */
  readonly tokensOf: ReadonlyMap<string, number>;
}

/** Counts of texts are remembered: most stay as they are when another file is opened. */
const MOST_COUNTS = 200;

/** Reads what agents read, and counts it. */
export class CountedReadings {
  readonly #inference: Inference;
  readonly #log: vscode.LogOutputChannel;
  /** Tokens by tokenizer and text. */
  readonly #counts = new Map<string, number>();

  constructor(inference: Inference, log: vscode.LogOutputChannel) {
    this.#inference = inference;
    this.#log = log;
  }

  /** What all agents read that have instructions at a workplace. */
  async at(workplace: Workplace, known: KnownProjects, signal: AbortSignal): Promise<CountedReading[]> {
    const situation = situationAt(workplace, known);
    const readings = await Promise.all(
      agents.map(async (agent) => {
        const what = `What ${agent.name} reads is not shown`;
        return { agent, reading: await logErrors(this.#log, what, () => agent.read(situation)) };
      }),
    );
    signal.throwIfAborted();
    const found = readings.flatMap(({ agent, reading }) =>
      reading && !isEmptyReading(reading) ? [{ agent, reading }] : [],
    );
    return Promise.all(found.map(({ agent, reading }) => this.#counted(agent, reading, workplace, signal)));
  }

  async #counted(agent: Agent, reading: Reading, workplace: Workplace, signal: AbortSignal): Promise<CountedReading> {
    const files = reading.loaded.filter(({ unread }) => unread === undefined);
    const counts = await Promise.all(
      files.map(async ({ path }) => [path, await this.#count(agent.model, sentOf(reading, path), signal)] as const),
    );
    const tokens = await this.#count(agent.model, sentText(reading), signal);
    const known = counts.filter((each): each is [string, number] => each[1] !== undefined);
    return { agent, reading, workplace, tokens, tokensOf: new Map(known) };
  }

  /** Undefined where the tokenizer cannot be used. */
  async #count(model: string, text: string, signal: AbortSignal): Promise<number | undefined> {
    const { tokenizer } = countableModel(model);
    const key = `${tokenizer}\n${text}`;
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    const counters = [{ model: tokenizer, limit: undefined }];
    // Without the models, the files are listed all the same.
    const [result] = await countText(this.#inference, text, counters, signal).catch(() => []);
    if (!result || result.problem !== undefined) return undefined;
    if (this.#counts.size >= MOST_COUNTS) this.#counts.clear();
    this.#counts.set(key, result.count);
    return result.count;
  }
}
