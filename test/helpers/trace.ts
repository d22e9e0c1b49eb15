import { isIPv4, isIPv6 } from 'node:net';

/** An address that a traced process connected with or sent something to. */
export interface Connection {
  /** Of the thread that asked for it. */
  readonly pid: number;
  /** AF_INET and the like. */
  readonly family: string;
  /** An IP address, or the path of a local socket; undefined where the family has neither. */
  readonly address: string | undefined;
  readonly port: number | undefined;
  /** Whether what is sent there stays on this machine. */
  readonly stays: boolean;
}

/** What `strace -f` saw. */
export interface Trace {
  readonly connections: readonly Connection[];
  /** Which process or thread began which. */
  readonly begun: readonly (readonly [parent: number, child: number])[];
  /** Programs that were run, with their arguments, as strace prints them. */
  readonly programs: readonly { readonly pid: number; readonly commandLine: string }[];
}

interface Call {
  readonly pid: number;
  readonly name: string;
  /** Arguments and result. */
  readonly rest: string;
}

const LINE = /^(\d+) +(.*)$/;
const UNFINISHED = / ?<unfinished \.\.\.>$/;
const RESUMED = /^<\.\.\. \w+ resumed>/;
const ADDRESS = /\{sa_family=(\w+)(?:, (?<values>[^}]*))?\}/g;
/** A string; what stands before it tells whether it is part of an address. */
const STRING = /(sun_path=@?|inet_addr\(|inet_pton\(AF_INET6, )?"(?:[^"\\]|\\.)*"/g;
/** Sockets within the machine, talk with its own kernel, and the end of a connection. */
const LOCAL = new Set(['AF_UNIX', 'AF_NETLINK', 'AF_UNSPEC']);

/** Reads the lines that `strace -f -o FILE` writes, with calls that were interrupted put together again. */
export function readTrace(lines: string): Trace {
  const calls = callsIn(lines.split('\n'));
  return {
    connections: calls.flatMap(connectionsOf),
    begun: calls.flatMap(({ pid, name, rest }) => {
      const child = /^(?:v?fork|clone3?)$/.test(name) ? / = (\d+)$/.exec(rest) : null;
      return child ? [[pid, Number(child[1])] as const] : [];
    }),
    programs: calls.flatMap(({ pid, name, rest }) => {
      const commandLine = name === 'execve' && rest.endsWith(' = 0') ? /\[.*\]/.exec(rest) : null;
      return commandLine ? [{ pid, commandLine: commandLine[0] }] : [];
    }),
  };
}

/** Processes and threads of the programs whose command line matches, and of all that they began. */
export function familyOf({ begun, programs }: Trace, program: RegExp): ReadonlySet<number> {
  const family = new Set(programs.filter(({ commandLine }) => program.test(commandLine)).map(({ pid }) => pid));
  for (let before = -1; before < family.size;) {
    before = family.size;
    for (const [parent, child] of begun) if (family.has(parent)) family.add(child);
  }
  return family;
}

function callsIn(lines: readonly string[]): Call[] {
  const calls: Call[] = [];
  const unfinished = new Map<number, string>();
  const add = (pid: number, text: string) => {
    const [, name, rest] = /^(\w+)\((.*)$/.exec(text) ?? [];
    if (name !== undefined) calls.push({ pid, name, rest: rest! });
  };
  for (const line of lines) {
    const [, number, text] = LINE.exec(line) ?? [];
    if (text === undefined) continue;
    const pid = Number(number);
    if (UNFINISHED.test(text)) unfinished.set(pid, text.replace(UNFINISHED, ''));
    else if (!RESUMED.test(text)) add(pid, text);
    else {
      add(pid, (unfinished.get(pid) ?? '') + text.replace(RESUMED, ''));
      unfinished.delete(pid);
    }
  }
  // Killed within the call, which may have done its work.
  for (const [pid, text] of unfinished) add(pid, text);
  return calls;
}

function connectionsOf({ pid, name, rest }: Call): Connection[] {
  if (!/^(?:connect|sendto|sendmm?sg)$/.test(name)) return [];
  // What is sent may look like an address.
  const withoutData = rest.replace(STRING, (string, before?: string) => (before ? string : '""'));
  return [...withoutData.matchAll(ADDRESS)].map(([, family, values = '']) => {
    const address = /(?:inet_addr\(|inet_pton\(AF_INET6, |sun_path=)@?"([^"]*)"/.exec(values)?.[1];
    const port = /sin6?_port=htons\((\d+)\)/.exec(values)?.[1];
    const stays = LOCAL.has(family!) || (address !== undefined && isLoopback(address));
    return { pid, family: family!, address, port: port === undefined ? undefined : Number(port), stays };
  });
}

function isLoopback(address: string): boolean {
  const mapped = address.replace(/^::ffff:/i, '');
  return isIPv4(mapped) ? mapped.startsWith('127.') : isIPv6(address) && address === '::1';
}
