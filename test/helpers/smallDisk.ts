import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { root } from './fixtures';

/** Runs a script with a disk of 200 kB at $DISK; returns its output, or undefined where there is no such disk. */
export async function runOnSmallDisk(disk: string, script: string, argument: object): Promise<string | undefined> {
  // On Linux, users may mount a small disk of their own, unless a sandbox forbids it.
  const unshare = ['--user', '--map-root-user', '--mount', 'sh', '-c'];
  const mount = 'mount -t tmpfs -o size=200k tmpfs "$DISK"';
  mkdirSync(disk, { recursive: true });
  const env = { ...process.env, DISK: disk };
  if (spawnSync('unshare', [...unshare, mount], { env }).status !== 0) return undefined;
  const node = [process.execPath, '--import', 'tsx', '--eval', script, JSON.stringify(argument)];
  const child = spawn('unshare', [...unshare, `${mount} && exec "$@"`, 'sh', ...node], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return output;
}
