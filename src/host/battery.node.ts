import type { battery } from 'systeminformation';
// @ts-expect-error Only the whole library has types, and bundling it would add half a megabyte.
import read from 'systeminformation/lib/battery';

const readBattery = read as typeof battery;
/** False once the machine turned out to have no battery, which is then not read again. */
let hasBattery = true;

/** Whether the machine runs on its battery; false when that cannot be read. */
export async function runsOnBattery(): Promise<boolean> {
  if (!hasBattery) return false;
  const status = await readBattery().catch(() => undefined);
  hasBattery = status?.hasBattery ?? false;
  return hasBattery && !status!.acConnected;
}
