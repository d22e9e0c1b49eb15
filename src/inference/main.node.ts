/** Entry of the forked process: embedded models in argv[2], downloaded ones in argv[3], on argv[4] threads, asked by IPC. */
import './models/onnxRuntime.node';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { expose } from '../rpc/remote';
import { inThread } from './inThread';
import { Models } from './models/models';

const [, , embedded, downloaded, threads] = process.argv;
const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
expose(connection, inThread(new Models({ embedded: embedded!, downloaded: downloaded! }, Number(threads))));
connection.listen();

// The editor may die without a word; nothing of it may stay behind.
process.on('disconnect', () => process.exit());
