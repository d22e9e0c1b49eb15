/** Entry of the forked process: models below the folder in argv[2], on argv[3] threads, asked over the parent's IPC. */
import './models/onnxRuntime.node';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { expose } from '../rpc/remote';
import { inThread } from './inThread';
import { Models } from './models/models';

const [, , folder, threads] = process.argv;
const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
expose(connection, inThread(new Models(folder!, Number(threads))));
connection.listen();

// The editor may die without a word; nothing of it may stay behind.
process.on('disconnect', () => process.exit());
