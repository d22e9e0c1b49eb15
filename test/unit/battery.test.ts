import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  powerSourceOnLinux,
  powerSourceOnMac,
  powerSourceOnWindows,
  type PowerSource,
} from '../../src/core/powerSupplyReadings';
import { batteryOfUser, readLinuxPowerSupplies } from '../../src/host/battery.node';
import { readRarely } from '../../src/host/readPowerSourceRarely';

type Files = Record<string, string>;

/** The power source of a Linux machine with these folders and files in /sys/class/power_supply. */
async function linux(supplies: Record<string, Files>): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'power-supply-'));
  try {
    for (const [name, files] of Object.entries(supplies)) {
      mkdirSync(path.join(folder, name));
      for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, name, file), `${text}\n`);
    }
    return powerSourceOnLinux(await readLinuxPowerSupplies(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const battery = (status: string): Files => ({ type: 'Battery', status, present: '1', capacity: '80' });
const mains = (online: string): Files => ({ type: 'Mains', online });

suite('power supply', () => {
  test('a plugged-in Linux laptop is not on battery, whatever its mains are called and its battery does', async () => {
    for (const name of ['AC', 'AC0', 'ACAD', 'ADP0', 'ADP1'])
      for (const status of ['Charging', 'Full', 'Not charging', 'Unknown', 'Discharging'])
        assert.equal(await linux({ [name]: mains('1'), BAT0: battery(status) }), 'external', `${name}, ${status}`);
  });

  test('a USB port or a wireless charger that supplies a laptop counts as plugged in', async () => {
    const usb = { 'ucsi-source-psy-USBC000:001': { type: 'USB', online: '1' }, BAT1: battery('Full') };
    assert.equal(await linux(usb), 'external');
    assert.equal(
      await linux({ wireless: { type: 'Wireless', online: '1' }, battery: battery('Discharging') }),
      'external',
    );
  });

  test('an unplugged Linux laptop is on battery', async () => {
    assert.equal(await linux({ ADP1: mains('0'), BAT0: battery('Discharging') }), 'battery');
    assert.equal(await linux({ BAT0: battery('Full'), BAT1: battery('Discharging') }), 'battery', 'with two batteries');
    assert.equal(await linux({ macsmc: battery('Discharging') }), 'battery', 'that names no mains');
  });

  test('a battery that does not discharge supplies nothing, even where no mains are listed', async () => {
    assert.equal(await linux({ BAT0: battery('Full') }), 'external');
    assert.equal(await linux({ ADP1: mains('0'), BAT0: battery('Not charging') }), 'external');
  });

  test('the battery of a mouse is not the machine’s', async () => {
    const mouse = { ...battery('Discharging'), scope: 'Device' };
    assert.equal(await linux({ hidpp_battery_0: mouse }), 'no battery');
    assert.equal(await linux({ hidpp_battery_0: mouse, BAT0: battery('Full'), ADP1: mains('0') }), 'external');
  });

  test('an uninterruptible power supply is a battery', async () => {
    assert.equal(await linux({ ups: { type: 'UPS', status: 'Discharging' } }), 'battery');
  });

  test('a machine without power supplies has no battery', async () => {
    assert.equal(await linux({}), 'no battery');
    assert.equal(await linux({ AC: mains('1') }), 'no battery');
  });

  test('macOS says what it draws from', () => {
    const line = ' -InternalBattery-0 (id=4653155)\t100%; charged; 0:00 remaining present: true';
    assert.equal(powerSourceOnMac(`Now drawing from 'AC Power'\n${line}`), 'external');
    assert.equal(powerSourceOnMac(`Now drawing from 'Battery Power'\n${line}`), 'battery');
    assert.equal(powerSourceOnMac("Now drawing from 'AC Power'\n"), 'no battery');
  });

  test('Windows says whether its line is connected', () => {
    assert.equal(powerSourceOnWindows('Online, High\r\n'), 'external');
    assert.equal(powerSourceOnWindows('Offline, Low, Charging\r\n'), 'battery');
    assert.equal(powerSourceOnWindows('Unknown, Unknown\r\n'), 'external');
    assert.equal(powerSourceOnWindows('Online, NoSystemBattery\r\n'), 'no battery');
  });

  test('of a remote server is not read', async () => {
    let reads = 0;
    const readHere = async () => {
      reads++;
      return true;
    };
    assert.equal(await batteryOfUser(true, readHere)(), false);
    assert.equal(reads, 0);
    assert.equal(await batteryOfUser(false, readHere)(), true);
  });

  /** How often the power source is read by one query a second for ten minutes. */
  async function readsIn10Minutes(source: PowerSource, intervalMs: number): Promise<number> {
    let reads = 0;
    let nowMs = 0;
    const read = async () => {
      reads++;
      return source;
    };
    const powerSource = readRarely(read, intervalMs, () => nowMs);
    for (; nowMs < 600_000; nowMs += 1_000) assert.equal(await powerSource(), source);
    return reads;
  }

  test('is read once in five minutes where each reading starts a PowerShell, and once where there is no battery', async () => {
    const FIVE_MINUTES_MS = 5 * 60_000;
    assert.equal(await readsIn10Minutes('external', FIVE_MINUTES_MS), 2);
    assert.equal(await readsIn10Minutes('battery', 0), 600);
    assert.equal(await readsIn10Minutes('no battery', 0), 1);
  });

  test('counts as no battery where it cannot be read', async () => {
    assert.equal(await readRarely(() => Promise.reject(new Error('no pmset')), 0)(), 'no battery');
  });
});
