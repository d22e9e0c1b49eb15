import { checkPath } from './checkPath';
import { httpGetJson } from './httpGetJson.node';
import { hostOf, type Hub, type Repository, type RepositoryFile } from './hubTypes';
import { HubError } from './hubError';
import { apiUrl } from './hubUrl';
import { QUESTION_RETRIES } from './retryPolicy';

const SHA1 = /^[0-9a-f]{40}$/;
const SHA256 = /^[0-9a-f]{64}$/;

/**
 * What a model's main branch holds now. Throws a HubError that says why it cannot be told, or the signal's reason.
 *
 * @param id owner/name; one that was renamed is followed
 */
export async function listRepository(
  hub: Hub,
  id: string,
  signal: AbortSignal,
  patience = QUESTION_RETRIES,
): Promise<Repository> {
  const asked = { hub, id };
  const { value } = await httpGetJson(apiUrl(hub, id, 'revision', 'main'), asked, signal, patience);
  const revision = revisionIn(value, hub);
  const files: RepositoryFile[] = [];
  const pages = new Set<string>();
  let page: string | undefined = '?recursive=true';
  while (page !== undefined) {
    if (pages.has(page)) throw strange(hub, `the list of ${id}'s files has no end`);
    pages.add(page);
    const url = apiUrl(hub, id, 'tree', revision);
    url.search = page;
    const answer = await httpGetJson(url, asked, signal, patience);
    files.push(...filesIn(answer.value, id, hub));
    // Of the next page's address only what tells the page: a mirror may pass on the address of the hub it mirrors.
    page = answer.next === undefined ? undefined : searchOf(answer.next, url, hub);
  }
  return { id, revision, files };
}

function revisionIn(value: unknown, hub: Hub): string {
  const revision = isObject(value) ? value['sha'] : undefined;
  if (typeof revision === 'string' && SHA1.test(revision)) return revision;
  throw strange(hub, 'it tells no revision (sha)');
}

function searchOf(next: string, url: URL, hub: Hub): string {
  if (!URL.canParse(next, url.href)) throw strange(hub, 'its list goes on at no address');
  return new URL(next, url).search;
}

function filesIn(value: unknown, id: string, hub: Hub): RepositoryFile[] {
  if (!Array.isArray(value)) throw strange(hub, `the list of ${id}'s files is none`);
  return value.filter((entry) => typeOf(entry, id, hub) === 'file').map((entry) => fileOf(entry, id, hub));
}

function typeOf(entry: unknown, id: string, hub: Hub): string {
  const type = isObject(entry) ? entry['type'] : undefined;
  if (typeof type !== 'string') throw strange(hub, `the list of ${id}'s files does not say what is a file`);
  return type;
}

function fileOf({ path, size, oid, lfs }: Record<string, unknown>, id: string, hub: Hub): RepositoryFile {
  if (typeof path !== 'string') throw strange(hub, `a file of ${id} has no path`);
  checkPath(path, `${hostOf(hub)}'s list of ${id}`);
  const large = isObject(lfs) ? lfs : undefined;
  const bytes = large?.['size'] ?? size;
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0) throw strange(hub, `${path} has no size`);
  const hash = large ? large['oid'] : oid;
  if (typeof hash !== 'string' || !(large ? SHA256 : SHA1).test(hash)) throw strange(hub, `${path} has no hash (oid)`);
  return { path, size: bytes, digest: large ? { sha256: hash } : { gitSha1: hash } };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function strange(hub: Hub, what: string): HubError {
  return new HubError(
    'answer',
    `${hostOf(hub)} does not answer as a hub does: ${what}. Check leftContext.hub.endpoint, or try again later.`,
  );
}
