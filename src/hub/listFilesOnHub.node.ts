import { checkPath } from './refuseUnsafePaths';
import { httpGetJson } from './httpGetJson.node';
import { HubError } from './hubError';
import { hostOf, type Hub, type Repository, type RepositoryFile } from './hubTypes';
import { apiUrl } from './hubUrl';
import { LISTING_RETRIES } from './downloadTimeoutsAndRetries';

const SHA1 = /^[0-9a-f]{40}$/;
const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Lists the files on a model's main branch. Throws a HubError, or the signal's reason.
 *
 * @param id owner/name; a renamed model is found under its old id
 */
export async function listRepository(
  hub: Hub,
  id: string,
  signal: AbortSignal,
  retryPolicy = LISTING_RETRIES,
): Promise<Repository> {
  const request = { hub, id };
  const { value } = await httpGetJson(apiUrl(hub, id, 'revision', 'main'), request, signal, retryPolicy);
  const revision = parseRevision(value, hub);
  const files: RepositoryFile[] = [];
  const visitedPages = new Set<string>();
  let query: string | undefined = '?recursive=true';
  while (query !== undefined) {
    if (visitedPages.has(query)) throw unexpectedAnswer(hub, `the list of ${id}'s files has no end`);
    visitedPages.add(query);
    const url = apiUrl(hub, id, 'tree', revision);
    url.search = query;
    const page = await httpGetJson(url, request, signal, retryPolicy);
    files.push(...parseFiles(page.value, id, hub));
    // Only the query of the next address counts: a mirror may pass on the address of the hub that it mirrors.
    query = page.next === undefined ? undefined : queryOf(page.next, url, hub);
  }
  return { id, revision, files };
}

function parseRevision(value: unknown, hub: Hub): string {
  const revision = isObject(value) ? value['sha'] : undefined;
  if (typeof revision === 'string' && SHA1.test(revision)) return revision;
  throw unexpectedAnswer(hub, 'the revision (sha) is missing');
}

function queryOf(next: string, url: URL, hub: Hub): string {
  if (!URL.canParse(next, url.href)) throw unexpectedAnswer(hub, 'the address of the next page is invalid');
  return new URL(next, url).search;
}

function parseFiles(value: unknown, id: string, hub: Hub): RepositoryFile[] {
  if (!Array.isArray(value)) throw unexpectedAnswer(hub, `the list of ${id}'s files is not a list`);
  return value.filter((entry) => entryType(entry, id, hub) === 'file').map((entry) => parseFile(entry, id, hub));
}

function entryType(entry: unknown, id: string, hub: Hub): string {
  const type = isObject(entry) ? entry['type'] : undefined;
  if (typeof type !== 'string') throw unexpectedAnswer(hub, `an entry in the list of ${id}'s files has no type`);
  return type;
}

function parseFile({ path, size, oid, lfs }: Record<string, unknown>, id: string, hub: Hub): RepositoryFile {
  if (typeof path !== 'string') throw unexpectedAnswer(hub, `a file of ${id} has no path`);
  checkPath(path, `${hostOf(hub)}'s list of ${id}`);
  const lfsPointer = isObject(lfs) ? lfs : undefined;
  const bytes = lfsPointer?.['size'] ?? size;
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0)
    throw unexpectedAnswer(hub, `${path} has no size`);
  const hash = lfsPointer ? lfsPointer['oid'] : oid;
  if (typeof hash !== 'string' || !(lfsPointer ? SHA256 : SHA1).test(hash))
    throw unexpectedAnswer(hub, `${path} has no hash (oid)`);
  return { path, size: bytes, digest: lfsPointer ? { sha256: hash } : { gitSha1: hash } };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unexpectedAnswer(hub: Hub, problem: string): HubError {
  return new HubError(
    'answer',
    `${hostOf(hub)} does not answer like a hub: ${problem}. Check leftContext.hub.endpoint, or try again later.`,
  );
}
