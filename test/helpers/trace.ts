import { isIPv4, isIPv6 } from 'node:net';

/** An address that a traced process connected or sent data to. */
export interface Connection {
  /** Id of the thread that made the call. */
  readonly pid: number;
  /** Address family, such as AF_INET. */
  readonly family: string;
  /** An IP address, or the path of a local socket; undefined where the family has neither. */
  readonly address: string | undefined;
  readonly port: number | undefined;
  /** Whether data sent there stays on this machine. */
  readonly stays: boolean;
}

/** The system calls that `strace -f` recorded. */
export interface Trace {
  readonly connections: readonly Connection[];
  /** Parent of each process and thread. */
  readonly begun: readonly (readonly [parent: number, child: number])[];
  /** Programs that ran, with their arguments as strace prints them. */
  readonly programs: readonly { readonly pid: number; readonly commandLine: string }[];
}

interface Call {
  readonly pid: number;
  readonly name: string;
  /** Arguments and result of a call. */
  readonly rest: string;
}

const LINE = /^(\d+) +(.*)$/;
const UNFINISHED = / ?<unfinished \.\.\.>$/;
const RESUMED = /^<\.\.\. \w+ resumed>/;
const ADDRESS = /\{sa_family=(\w+)(?:, (?<values>[^}]*))?\}/g;
/** A string in quotes; the text before it tells whether it is part of an address. */
const STRING = /(sun_path=@?|inet_addr\(|inet_pton\(AF_INET6, )?"(?:[^"\\]|\\.)*"/g;
/** Families that stay on the machine: local sockets, messages to its kernel, and the end of a connection. */
const LOCAL = new Set(['AF_UNIX', 'AF_NETLINK', 'AF_UNSPEC']);

/** Parses the output of `strace -f -o FILE`, and joins the lines of interrupted calls. */
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

/** Processes and threads of the programs whose command line matches, and of all their descendants. */
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
  // The process was killed inside the call, which may have taken effect.
  for (const [pid, text] of unfinished) add(pid, text);
  return calls;
}

function connectionsOf({ pid, name, rest }: Call): Connection[] {
  if (!/^(?:connect|sendto|sendmm?sg)$/.test(name)) return [];
  // Sent data may look like an address.
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
