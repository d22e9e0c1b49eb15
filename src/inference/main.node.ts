/**
 * Entry point of the inference process, which answers requests over IPC. Arguments: the folders of the embedded and of
 * the downloaded models, the number of threads, the most megabytes of memory (0 for what the models need), the minutes
 * after which an unused model is released, and the models of other extensions as JSON.
 */
import './models/onnxRuntime.node';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { MEMORY_FULL, MODELS_RELEASED } from '../contracts/inference';
import type { PlacedModel } from '../core/models/contributedModels';
import { dropInvalidMessages } from '../rpc/dropInvalidMessages';
import { expose } from '../rpc/jsonRpcCallsAndCancellation';
import { exitWithEditor } from './exitWithEditor.node';
import { inferenceService } from './inferenceService';
import { MemoryManager } from './memoryManager.node';
import { ModelCache } from './models/modelCache';

const [embedded, downloaded, threads, megabytes, minutes, contributed] = process.argv.slice(2);
const reader = dropInvalidMessages(new IPCMessageReader(process));
const connection = createMessageConnection(reader, new IPCMessageWriter(process));
const places = {
  embedded: embedded!,
  downloaded: downloaded!,
  contributed: JSON.parse(contributed!) as readonly PlacedModel[],
};
const models = new ModelCache(places, Number(threads));
const bounds = { maxBytes: Number(megabytes) * 1e6 || undefined, idleMs: Number(minutes) * 60_000 };
const memory = new MemoryManager(models, bounds, {
  released: (labels) => void connection.sendNotification(MODELS_RELEASED, labels),
  full: () => void connection.sendNotification(MEMORY_FULL),
});
expose(connection, inferenceService(models, memory.afterPass));
connection.listen();

exitWithEditor();
