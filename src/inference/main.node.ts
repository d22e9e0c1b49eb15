/**
 * Entry of the forked process, asked by IPC. Arguments: the folders of the embedded and of the downloaded models, how many
 * threads to use, how many megabytes to take at most, and after how many minutes to let go of a model nobody uses.
 */
import './models/onnxRuntime.node';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { MEMORY_FULL } from '../contracts/inference';
import { onlyMessages } from '../rpc/onlyMessages';
import { expose } from '../rpc/remote';
import { inferenceService } from './inferenceService';
import { ModelCache } from './models/modelCache';
import { MemoryManager } from './memoryManager.node';

const [embedded, downloaded, ...numbers] = process.argv.slice(2);
const [threads, megabytes, minutes] = numbers.map(Number);
const connection = createMessageConnection(onlyMessages(new IPCMessageReader(process)), new IPCMessageWriter(process));
const models = new ModelCache({ embedded: embedded!, downloaded: downloaded! }, threads!);
const bounds = { mostBytes: megabytes! * 1e6, idleMs: minutes! * 60_000 };
const upkeep = new MemoryManager(models, bounds, () => void connection.sendNotification(MEMORY_FULL));
expose(connection, inferenceService(models, upkeep.afterPass));
connection.listen();

// The editor may die without a word; nothing of it may stay behind.
process.on('disconnect', () => process.exit());
