/** A source of models: the Hugging Face hub or a mirror of it. */
export interface Hub {
  /** Such as https://huggingface.co; may have a path, with or without a trailing slash. */
  readonly endpoint: string;
  /** Access token, for private and gated models. Sent to the endpoint's own origin only. */
  readonly token?: string | undefined;
  /** Sends the requests; the global fetch by default. */
  readonly fetch?: typeof fetch | undefined;
}

/** Expected hash of a file's content, in hex: SHA-256 for files in Git LFS, else the SHA-1 of the git blob. */
export type Digest = { readonly sha256: string } | { readonly gitSha1: string };

export interface RepositoryFile {
  /** Below the repository's root, separated by slashes. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly digest: Digest;
}

/** A repository at one commit. */
export interface Repository {
  /** owner/name */
  readonly id: string;
  /** The commit, in hex. */
  readonly revision: string;
  readonly files: readonly RepositoryFile[];
}

/** Host of a hub, with its port, for messages; the endpoint itself when it is not a URL. */
export function hostOf(hub: Hub): string {
  return URL.canParse(hub.endpoint) ? new URL(hub.endpoint).host : hub.endpoint;
}

/** Bytes of all files. */
export function totalSize(files: readonly RepositoryFile[]): number {
  return files.reduce((bytes, { size }) => bytes + size, 0);
}
