import type { LoadedFile, OtherFile } from '../core/agents/reading';
import { pathFrom } from '../core/agents/files/paths';

/** What an agent reads, with tokens. Scripts read these keys. */
export interface CountedReading {
  readonly agent: string;
  readonly name: string;
  readonly folder: string;
  readonly opened: string | null;
  /** Of all that is sent. */
  readonly tokens: number;
  /** The model whose tokens are counted. */
  readonly countedFor: string;
  /** Whether its tokenizer is not public, so that the numbers are estimates. */
  readonly isAbout: boolean;
  readonly budget: { readonly bytes: number; readonly spent: number } | null;
  readonly isOrderKnown: boolean;
  /** Without tokens where the text may not be read here. */
  readonly loaded: readonly (LoadedFile & { readonly tokens: number | null })[];
  readonly onDemand: readonly OtherFile[];
  readonly listedOnly: readonly OtherFile[];
  readonly notLoaded: readonly OtherFile[];
  readonly truncated: readonly {
    readonly path: string;
    readonly bytes: number;
    readonly keptBytes: number;
    readonly keptText: string;
  }[];
  readonly never: readonly OtherFile[];
  readonly warnings: readonly string[];
  readonly hasLosses: boolean;
}

/** What an agent reads, in words. */
export function describeReading(reading: CountedReading): string {
  const { name, folder, opened, loaded, warnings } = reading;
  const path = (file: string) => pathFrom(folder, file);
  const about = reading.isAbout ? 'about ' : '';
  const files = loaded.map(({ path: file, tokens, bytes, keptBytes, why, unread }) => {
    const count = tokens === null ? 'not counted' : `${about}${tokens}`;
    const cut = keptBytes === undefined ? '' : `  CUT after ${keptBytes} of ${bytes} bytes`;
    const reason = [why, unread].filter(Boolean).join(' ');
    return `${count.padStart(13)}  ${path(file)}${cut}\n               ${reason}`;
  });
  const budget =
    reading.budget && reading.budget.spent > 0 ? `, ${reading.budget.spent} of ${reading.budget.bytes} bytes` : '';
  const order = loaded.length > 1 && !reading.isOrderKnown ? ' The order is not documented.' : '';
  const lists: [title: string, list: readonly OtherFile[]][] = [
    ['On demand', reading.onDemand],
    ['Listed only', reading.listedOnly],
    [opened === null ? 'Not here' : 'Not for this file', reading.notLoaded],
    ['Never', reading.never],
  ];
  return [
    `${name}, in ${folder}${opened === null ? '' : `, with ${path(opened)}`}`,
    ...(loaded.length === 0 ? ['  reads nothing.'] : files),
    ...(loaded.length === 0
      ? []
      : [`${about}${reading.tokens} tokens of ${reading.countedFor} in all${budget}.${order}`]),
    ...lists.flatMap(([title, list]) =>
      list.length === 0 ? [] : [`${title}:`, ...list.map((file) => `  ${path(file.path)}: ${file.why}`)],
    ),
    ...warnings.map((each) => `Note: ${each}`),
  ].join('\n');
}
