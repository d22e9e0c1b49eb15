import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  type LinuxPowerSupply,
  powerSourceOnLinux,
  powerSourceOnMac,
  powerSourceOnWindows,
  type PowerSource,
} from '../core/powerSupplyReadings';
import { readRarely } from './readPowerSourceRarely';

const TIMEOUT_MS = 20_000;
/** PowerShell takes half a second of a processor to start, and one that stays takes 60 MB. So it is asked rarely. */
const WINDOWS_INTERVAL_MS = 5 * 60_000;

const run = promisify(execFile);
const INTERVAL_MS = process.platform === 'win32' ? WINDOWS_INTERVAL_MS : 0;

const powerSource = readRarely(readPowerSource, INTERVAL_MS);

/**
 * Whether the machine that this runs on runs on its battery; false when that cannot be read. A machine without a battery
 * is read once. On Windows the answer is up to five minutes old.
 */
export async function runsOnBattery(): Promise<boolean> {
  return (await powerSource()) === 'battery';
}

/**
 * Reads whether the user's machine runs on its battery; false where that cannot be known, on a remote server: its power
 * supply says nothing of the user's.
 *
 * @param isRemote whether the extension runs on another machine than the editor's window
 */
export function batteryOfUser(isRemote: boolean, readHere = runsOnBattery): () => Promise<boolean> {
  return isRemote ? async () => false : readHere;
}

async function readPowerSource(): Promise<PowerSource> {
  switch (process.platform) {
    case 'linux':
      return powerSourceOnLinux(await readLinuxPowerSupplies('/sys/class/power_supply'));
    case 'darwin':
      return powerSourceOnMac((await run('/usr/bin/pmset', ['-g', 'batt'], { timeout: TIMEOUT_MS })).stdout);
    case 'win32':
      return powerSourceOnWindows(await readWindowsPowerStatus());
    default:
      return 'no battery';
  }
}

/** Reads a folder such as /sys/class/power_supply. Rejects when it cannot be read. */
export async function readLinuxPowerSupplies(folder: string): Promise<LinuxPowerSupply[]> {
  const names = await readdir(folder);
  return Promise.all(
    names.map(async (name) => {
      const read = (file: keyof LinuxPowerSupply) => readFile(path.join(folder, name, file), 'utf8');
      const text = (file: keyof LinuxPowerSupply) =>
        read(file).then(
          (content) => content.trim(),
          () => undefined,
        );
      const [type, scope, status, online] = await Promise.all([
        text('type'),
        text('scope'),
        text('status'),
        text('online'),
      ]);
      return { type, scope, status, online };
    }),
  );
}

async function readWindowsPowerStatus(): Promise<string> {
  const systemRoot = process.env['SystemRoot'] ?? 'C:\\Windows';
  const powerShell = path.join(systemRoot, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
  const command =
    'Add-Type -AssemblyName System.Windows.Forms; $p = [System.Windows.Forms.SystemInformation]::PowerStatus; ' +
    '"$($p.PowerLineStatus), $($p.BatteryChargeStatus)"';
  const options = { timeout: TIMEOUT_MS, windowsHide: true };
  return (await run(powerShell, ['-NoProfile', '-NonInteractive', '-Command', command], options)).stdout;
}
