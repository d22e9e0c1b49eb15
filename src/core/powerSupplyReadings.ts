/** What a machine's power supply is: its battery, something else, or something else because it has no battery. */
export type PowerSource = 'battery' | 'external' | 'no battery';

/**
 * The files of one folder in Linux's /sys/class/power_supply, without white space around their texts; undefined where a
 * file is missing. Source: https://www.kernel.org/doc/Documentation/ABI/testing/sysfs-class-power
 */
export interface LinuxPowerSupply {
  /** Battery, UPS, Mains, USB or Wireless. */
  readonly type: string | undefined;
  /** What it supplies: Device for the battery of a mouse or a headset. */
  readonly scope: string | undefined;
  /** Of a battery: Charging, Discharging, Not charging, Full or Unknown. */
  readonly status: string | undefined;
  /** Of anything else: 1 or 2 while power comes in, otherwise 0. */
  readonly online: string | undefined;
}

const BATTERIES = ['Battery', 'UPS'];

/**
 * The power source on Linux. Names of the folders say nothing: mains are AC, ADP1 or a USB port. A battery that is full, or
 * kept from charging, does not supply the machine, so only one that discharges counts, as it does in systemd's on_ac_power.
 */
export function powerSourceOnLinux(supplies: readonly LinuxPowerSupply[]): PowerSource {
  const ofMachine = supplies.filter(({ scope }) => scope !== 'Device');
  const batteries = ofMachine.filter(({ type = '' }) => BATTERIES.includes(type));
  const others = ofMachine.filter(({ type = '' }) => !BATTERIES.includes(type));
  if (batteries.length === 0) return 'no battery';
  if (others.some(({ online = '0' }) => online !== '0')) return 'external';
  return batteries.some(({ status }) => status === 'Discharging') ? 'battery' : 'external';
}

/** The power source on macOS, from what `pmset -g batt` prints: “Now drawing from 'AC Power'”, then a line a battery. */
export function powerSourceOnMac(output: string): PowerSource {
  if (/drawing from '(?:Battery|UPS) Power'/.test(output)) return 'battery';
  return output.includes('%') ? 'external' : 'no battery';
}

/** The power source on Windows, from “PowerLineStatus, BatteryChargeStatus” of .NET's PowerStatus: “Online, High”. */
export function powerSourceOnWindows(output: string): PowerSource {
  if (output.includes('NoSystemBattery')) return 'no battery';
  return output.trim().startsWith('Offline') ? 'battery' : 'external';
}
