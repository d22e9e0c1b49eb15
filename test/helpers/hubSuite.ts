import { MODEL } from './hubDownloads';
import type { ReceivedRequest } from './hubResponse';
import { LoopbackHub, type HubFile } from './loopbackHub';
import { ModelFolders } from './modelFolders';

/** A new model on the hub, and a folder to download it into. */
export interface NewModel {
  /** owner/name */
  readonly id: string;
  readonly revision: string;
  /** Does not exist yet. */
  readonly folder: string;
  /** The requests for this model so far. */
  requests(): ReceivedRequest[];
}

/** The hub and the folders of one suite of tests. */
export interface HubSuite {
  /** Undefined until the suite has been set up. */
  readonly server: LoopbackHub;
  newModel(files?: Readonly<Record<string, HubFile>>): NewModel;
  newFolder(): string;
}

/** Call in a suite: starts a hub before its tests, and stops it and deletes the folders after them. */
export function hubSuite(): HubSuite {
  let server: LoopbackHub;
  let count = 0;
  const folders = new ModelFolders();
  suiteSetup(async () => {
    server = await LoopbackHub.start();
  });
  suiteTeardown(async () => {
    await server.stop();
    folders.remove();
  });
  return {
    get server() {
      return server;
    },
    newModel: (files = MODEL) => {
      const id = `owner/model-${++count}`;
      const revision = server.commit(id, files);
      const requests = () => server.requests.filter((request) => request.id === id);
      return { id, revision, folder: folders.next(), requests };
    },
    newFolder: () => folders.next(),
  };
}
