import type { battery } from 'systeminformation';
// @ts-expect-error The library has types of its whole alone, which would be half a megabyte.
import read from 'systeminformation/lib/battery';

const readBattery = read as typeof battery;
let hasBattery = true;

/** Whether the machine runs on its battery; false where that cannot be told. A machine without one is asked only once. */
export async function runsOnBattery(): Promise<boolean> {
  if (!hasBattery) return false;
  const found = await readBattery().catch(() => undefined);
  hasBattery = found?.hasBattery ?? false;
  return hasBattery && !found!.acConnected;
}
