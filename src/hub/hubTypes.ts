/** Where models come from: the Hugging Face hub or a mirror of it. */
export interface Hub {
  /** Such as https://huggingface.co; may have a path, with or without a slash at its end. */
  readonly endpoint: string;
  /** Access token, for private and gated models. Sent to the endpoint's own origin only. */
  readonly token?: string | undefined;
  /** What asks; the global fetch unless named. */
  readonly fetch?: typeof fetch | undefined;
}

/** What a file's content must hash to: SHA-256 of what lies in LFS, the hash of its git blob otherwise; in hex. */
export type Digest = { readonly sha256: string } | { readonly gitSha1: string };

export interface RepositoryFile {
  /** Below the repository's root, parted by slashes. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly digest: Digest;
}

/** A repository as it was at one commit. */
export interface Repository {
  /** owner/name */
  readonly id: string;
  /** The commit, in hex. */
  readonly revision: string;
  readonly files: readonly RepositoryFile[];
}

/** The host that a hub's messages name. */
export function hostOf(hub: Hub): string {
  return URL.canParse(hub.endpoint) ? new URL(hub.endpoint).host : hub.endpoint;
}
