import type { Session } from './inspector';

/** Number and size of a heap's objects of one constructor. */
export interface Kind {
  readonly count: number;
  readonly bytes: number;
}

/** A heap's contents by constructor name. Objects without one have a name in parentheses. */
export type Heap = ReadonlyMap<string, Kind>;

interface Snapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: string[]; readonly node_types: [string[], ...unknown[]] };
  };
  readonly nodes: number[];
  readonly strings: string[];
}

/** Takes a snapshot of the heap after a garbage collection. */
export async function heapOf(session: Session): Promise<Heap> {
  const parts: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => parts.push(chunk as string));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  return byKind(JSON.parse(parts.splice(0).join('')) as Snapshot);
}

/** Growth of one constructor's objects. */
export interface Growth extends Kind {
  readonly name: string;
}

/** The constructors whose objects have grown most, by bytes. */
export function mostGrown(before: Heap, after: Heap, many: number): Growth[] {
  const growth = Array.from(after, ([name, { count, bytes }]) => {
    const old = before.get(name);
    return { name, count: count - (old?.count ?? 0), bytes: bytes - (old?.bytes ?? 0) };
  });
  return growth.toSorted((a, b) => b.bytes - a.bytes).slice(0, many);
}

function byKind({ snapshot: { meta }, nodes, strings }: Snapshot): Heap {
  const heap = new Map<string, { count: number; bytes: number }>();
  const place = (field: string) => meta.node_fields.indexOf(field);
  const [type, name, size, step] = [place('type'), place('name'), place('self_size'), meta.node_fields.length];
  for (let at = 0; at < nodes.length; at += step) {
    const kind = meta.node_types[0][nodes[at + type]!]!;
    const key = kind === 'object' || kind === 'native' ? strings[nodes[at + name]!]! : `(${kind})`;
    const entry = heap.get(key) ?? { count: 0, bytes: 0 };
    entry.count++;
    entry.bytes += nodes[at + size]!;
    heap.set(key, entry);
  }
  return heap;
}
