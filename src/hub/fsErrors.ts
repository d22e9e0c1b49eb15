import { HubError } from './hubError';

const FULL = ['ENOSPC', 'EDQUOT'];

/** Does something with a file or folder; what the system refuses, a HubError says in words. Other errors pass. */
export async function withFsErrors<T>(path: string, job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (error) {
    const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
    if (typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) throw error;
    throw new HubError('disk', `${reason(path, code)} (${code})`, { cause: error });
  }
}

/** Whether the reason of an error is that the disk is full. */
export function isDiskFull(error: unknown): boolean {
  const cause = error instanceof HubError ? error.cause : undefined;
  return cause instanceof Error && FULL.includes((cause as NodeJS.ErrnoException).code ?? '');
}

function reason(path: string, code: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full: ${path} cannot be written. Make room and try again; what has arrived is kept.`;
    case 'EACCES':
    case 'EPERM':
      return `${path} may not be written or read. Change its permissions, or those of its folder, and try again.`;
    case 'EROFS':
      return `${path} is on a disk that can only be read. Set LEFT_CONTEXT_MODELS to a folder elsewhere.`;
    case 'EBUSY':
    case 'ETXTBSY':
      return `${path} is in use by another program or window. Close what uses it and try again.`;
    case 'EFBIG':
      return `${path} is too large for its disk. Set LEFT_CONTEXT_MODELS to a folder on another one.`;
    case 'ENAMETOOLONG':
      return `${path} is too long a name for its disk. Set LEFT_CONTEXT_MODELS to a folder with a shorter path.`;
    case 'EEXIST':
    case 'ENOTDIR':
    case 'EISDIR':
    case 'ENOTEMPTY':
      return `Something else lies in the way of ${path}. Move it elsewhere and try again.`;
    default:
      return `${path} cannot be written or read. Check the disk and try again.`;
  }
}
