import { HubError } from './hubError';

const DISK_FULL_CODES = ['ENOSPC', 'EDQUOT'];

/** Runs a job on a file or folder, and turns system errors (E…) into HubErrors that name it. Other errors pass. */
export async function withFsErrors<T>(path: string, job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (error) {
    const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
    if (typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) throw error;
    throw new HubError('disk', `${messageFor(path, code)} (${code})`, { cause: error });
  }
}

/** Whether an error was thrown because the disk is full. */
export function isDiskFull(error: unknown): boolean {
  const cause = error instanceof HubError ? error.cause : undefined;
  return cause instanceof Error && DISK_FULL_CODES.includes((cause as NodeJS.ErrnoException).code ?? '');
}

function messageFor(path: string, code: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full: ${path} cannot be written. Free some space and try again; received bytes are kept.`;
    case 'EACCES':
    case 'EPERM':
      return `${path} may not be written or read. Change its permissions, or those of its folder, and try again.`;
    case 'EROFS':
      return `${path} is on a read-only disk. Set LEFT_CONTEXT_MODELS to a folder on another disk.`;
    case 'EBUSY':
    case 'ETXTBSY':
      return `${path} is in use by another program or window. Close it there and try again.`;
    case 'EFBIG':
      return `${path} is too large for its disk. Set LEFT_CONTEXT_MODELS to a folder on another disk.`;
    case 'ENAMETOOLONG':
      return `The path ${path} is too long for its disk. Set LEFT_CONTEXT_MODELS to a folder with a shorter path.`;
    case 'EEXIST':
    case 'ENOTDIR':
    case 'EISDIR':
    case 'ENOTEMPTY':
      return `Something else is in the way of ${path}. Move it elsewhere and try again.`;
    default:
      return `${path} cannot be written or read. Check the disk and try again.`;
  }
}
