import { rm } from 'node:fs/promises';
import path from 'node:path';
import { checkPath } from './checkPath';
import type { Digest } from './hubTypes';
import { withFsErrors } from './fsErrors';
import { textOf } from './modelRecord.node';
import { writeAtomically } from './writeAtomically.node';

/** Its name in a model's folder. */
export const UNFINISHED = 'left-context.unfinished.json';

/** The version of a file that a server named, and whose name it is. */
export interface Version {
  readonly etag: string;
  readonly endpoint: string;
}

/** What a partial file is going to be. */
interface Begun {
  /** Of the whole file, in hex. */
  readonly digest: string;
  /** Of the bytes that are there, if it is known. */
  readonly version?: Version | undefined;
}

/** What is kept about files on their way, lest bytes of one version be prolonged by those of another. */
export class DownloadState {
  readonly #file: string;
  readonly #begun: Map<string, Begun>;

  /** What an earlier try has left in a folder; nothing when it left nothing that can be read. */
  static async in(folder: string): Promise<DownloadState> {
    const file = path.join(folder, UNFINISHED);
    return new DownloadState(file, parsed(await textOf(file)));
  }

  private constructor(file: string, begun: Map<string, Begun>) {
    this.#file = file;
    this.#begun = begun;
  }

  /** Paths of files of which there may be partials. */
  get paths(): string[] {
    return [...this.#begun.keys()];
  }

  /** Whether the partial of this path was to become a file of this digest. */
  isOf(path: string, digest: Digest): boolean {
    return this.#begun.get(path)?.digest === hexOf(digest);
  }

  /** The version of a partial's bytes, as this endpoint named it. */
  etagOf(path: string, endpoint: string): string | undefined {
    const version = this.#begun.get(path)?.version;
    return version?.endpoint === endpoint ? version.etag : undefined;
  }

  /** Notes what a partial is going to be. Throws a HubError. */
  async expect(path: string, digest: Digest): Promise<void> {
    if (!this.isOf(path, digest)) await this.#note(path, { digest: hexOf(digest) });
  }

  /** Notes of which version a partial's bytes are, if that is known. Throws a HubError. */
  async came(path: string, version: Version | undefined): Promise<void> {
    const begun = this.#begun.get(path)!;
    if (JSON.stringify(begun.version) !== JSON.stringify(version)) await this.#note(path, { ...begun, version });
  }

  /** Writes it down, even if there is nothing to it: it tells that the folder is one of ours. Throws a HubError. */
  async keep(): Promise<void> {
    await writeAtomically(this.#file, `${JSON.stringify(Object.fromEntries(this.#begun), undefined, 2)}\n`);
  }

  async #note(path: string, begun: Begun): Promise<void> {
    this.#begun.set(path, begun);
    await this.keep();
  }

  /** Forgets all: nothing is on its way any more. Throws a HubError. */
  async end(): Promise<void> {
    this.#begun.clear();
    await withFsErrors(this.#file, () => rm(this.#file, { force: true }));
  }
}

function hexOf(digest: Digest): string {
  return 'sha256' in digest ? digest.sha256 : digest.gitSha1;
}

/** Nothing of a file that is damaged: partials that it does not tell of are begun anew. */
function parsed(text: string | undefined): Map<string, Begun> {
  try {
    const entries = Object.entries(JSON.parse(text ?? '{}') as Record<string, Begun>);
    for (const [path] of entries) checkPath(path, UNFINISHED);
    return new Map(entries.filter(([, begun]) => typeof begun?.digest === 'string'));
  } catch {
    return new Map();
  }
}
