import path from 'node:path';
import { checkPath } from './refuseUnsafePaths';
import type { Digest } from './hubTypes';
import { readTextIfExists } from './readTextIfExists.node';
import { removeFile } from './removeFile.node';
import { writeAtomically } from './writeAtomically.node';

/** Name of the state's file in a model's folder. */
export const STATE_FILE = 'left-context.unfinished.json';

/** A file's version (HTTP ETag), valid at this endpoint only. */
export interface FileVersion {
  readonly etag: string;
  readonly endpoint: string;
}

/** Which file the bytes of a partial belong to. */
interface PartialState {
  /** Digest of the complete file, in hex. */
  readonly digest: string;
  /** Version of the bytes received so far, when the server named one. */
  readonly version?: FileVersion | undefined;
}

/** Saves which file each partial belongs to, so that a resumed download never mixes two versions of a file. */
export class DownloadState {
  readonly #file: string;
  readonly #partials: Map<string, PartialState>;

  /** Reads the state of an interrupted download; empty when there is none or it is damaged. Throws a HubError. */
  static async read(folder: string): Promise<DownloadState> {
    const file = path.join(folder, STATE_FILE);
    return new DownloadState(file, parse(await readTextIfExists(file)));
  }

  private constructor(file: string, partials: Map<string, PartialState>) {
    this.#file = file;
    this.#partials = partials;
  }

  /** Paths of the files that may have partials. */
  get paths(): string[] {
    return [...this.#partials.keys()];
  }

  /** Whether the partial of this path belongs to a file with this digest. */
  isPartialOf(path: string, digest: Digest): boolean {
    return this.#partials.get(path)?.digest === hexOf(digest);
  }

  /** ETag of the bytes in a partial, when this endpoint named it. */
  etagOf(path: string, endpoint: string): string | undefined {
    const version = this.#partials.get(path)?.version;
    return version?.endpoint === endpoint ? version.etag : undefined;
  }

  /** Saves the digest of the complete file. Throws a HubError. */
  async setDigest(path: string, digest: Digest): Promise<void> {
    if (!this.isPartialOf(path, digest)) await this.#set(path, { digest: hexOf(digest) });
  }

  /** Saves the version of the bytes in a partial, if known; call setDigest() first. Throws a HubError. */
  async setVersion(path: string, version: FileVersion | undefined): Promise<void> {
    const state = this.#partials.get(path)!;
    if (JSON.stringify(state.version) !== JSON.stringify(version)) await this.#set(path, { ...state, version });
  }

  /** Writes the file, even for an empty state: the file marks the folder as ours. Throws a HubError. */
  async save(): Promise<void> {
    await writeAtomically(this.#file, `${JSON.stringify(Object.fromEntries(this.#partials), undefined, 2)}\n`);
  }

  /** Clears the state and deletes its file. Throws a HubError. */
  async remove(): Promise<void> {
    this.#partials.clear();
    await removeFile(this.#file);
  }

  async #set(path: string, state: PartialState): Promise<void> {
    this.#partials.set(path, state);
    await this.save();
  }
}

function hexOf(digest: Digest): string {
  return 'sha256' in digest ? digest.sha256 : digest.gitSha1;
}

/** Empty for a damaged file: partials of unknown content are downloaded from the start. */
function parse(text: string | undefined): Map<string, PartialState> {
  try {
    const entries = Object.entries(JSON.parse(text ?? '{}') as Record<string, PartialState>);
    for (const [path] of entries) checkPath(path, STATE_FILE);
    return new Map(entries.filter(([, state]) => typeof state?.digest === 'string'));
  } catch {
    return new Map();
  }
}
