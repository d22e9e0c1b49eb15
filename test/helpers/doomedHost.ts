/** Runs as a process of its own: forks the models as the extension does, and sends requests until it is killed. */
import path from 'node:path';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import type { Inference } from '../../src/contracts/inference';
import { forkInference } from '../../src/host/forkInference.node';
import { remote } from '../../src/rpc/jsonRpcCallsAndCancellation';
import { completionRequest } from './completionRequest';

const root = path.resolve(__dirname, '..', '..');
const unhurried = new AbortController().signal;
const TEXT = 'You are a careful editor. Read the draft below, and say what is missing. ';

const main = path.join(root, 'dist', 'inference.js');
const embedded = path.join(root, 'models');
const child = forkInference({
  main,
  embedded,
  downloaded: path.join(root, 'no-such-folder'),
  contributed: [],
  threads: 1,
  memoryLimit: 2_000,
  releaseAfter: 10,
});
const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
connection.listen();
const inference = remote<Inference>(connection);

async function always(ask: (round: number) => Promise<unknown>): Promise<never> {
  for (let round = 0; ; round++) await ask(round);
}

const grown = (round: number) => TEXT.repeat(1 + (round % 20));
const selections = [{ model: 'prompt-bert', layer: 'mean', head: 'mean' } as const];
const window = { models: ['prompt-bert'], focus: 0, windowTokens: 512 };
void always((round) => inference.complete(completionRequest(grown(round), { confidence: 0 }), unhurried));
void always((round) => inference.attend({ ...window, text: grown(round), selections }, unhurried));
void always((round) => inference.tokenize({ model: 'prompt-gpt', text: grown(round).repeat(50) }, unhurried));
process.send!(child.pid);
