/**
 * Entry point of the inference process, which answers requests over IPC. Arguments: the folders of the embedded and of
 * the downloaded models, the number of threads, the most megabytes of memory, and the minutes after which an unused
 * model is released.
 */
import './models/onnxRuntime.node';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { MEMORY_FULL } from '../contracts/inference';
import { dropInvalidMessages } from '../rpc/dropInvalidMessages';
import { expose } from '../rpc/jsonRpcCallsAndCancellation';
import { exitWithEditor } from './exitWithEditor.node';
import { inferenceService } from './inferenceService';
import { MemoryManager } from './memoryManager.node';
import { ModelCache } from './models/modelCache';

const [embedded, downloaded, ...numbers] = process.argv.slice(2);
const [threads, megabytes, minutes] = numbers.map(Number);
const reader = dropInvalidMessages(new IPCMessageReader(process));
const connection = createMessageConnection(reader, new IPCMessageWriter(process));
const models = new ModelCache({ embedded: embedded!, downloaded: downloaded! }, threads!);
const bounds = { maxBytes: megabytes! * 1e6, idleMs: minutes! * 60_000 };
const memory = new MemoryManager(models, bounds, () => void connection.sendNotification(MEMORY_FULL));
expose(connection, inferenceService(models, memory.afterPass));
connection.listen();

exitWithEditor();
