import path from 'node:path';
import onnxruntimeNode from 'onnxruntime-node/package.json';
import { root } from '../../test/helpers/fixtures';
import { lowerIsBetter, type Row } from '../row';
import { startChild } from './childProcess';
import { CONTEXT } from './decodeAndPrefill';
import { installForBench } from './installForBench';
import { mediansInTurns } from './inTurns';
import type { BarePass } from './runtimeProcess';

const OTHER_VERSION = '1.30.0';
/** From this advantage on, the other version would be worth what else it brings. */
const WORTH_CHANGING = 0.95;

/** Bare passes of a graph in our ONNX Runtime, against the newest release, each in a process of its own. */
export async function runtimes(graph: string, quick: boolean): Promise<Row[]> {
  const newest = installForBench(`onnxruntime-node@${OTHER_VERSION}`);
  const [ours, theirs] = [
    await startChild<BarePass>('runtimeProcess.ts', path.join(root, 'node_modules', 'onnxruntime-node'), graph),
    await startChild<BarePass>('runtimeProcess.ts', newest, graph),
  ];
  try {
    const compare = async (what: string, rounds: number, pass: BarePass) => {
      const times = await mediansInTurns(rounds, { ours: () => ours.ask(pass), theirs: () => theirs.ask(pass) });
      const names = `in ONNX Runtime ${onnxruntimeNode.version}; against ${OTHER_VERSION}`;
      return lowerIsBetter(`ms of a bare pass over ${what}, ${names}`, times.ours, times.theirs, WORTH_CHANGING);
    };
    return [
      await compare(`a token after ${CONTEXT}`, quick ? 30 : 200, { before: CONTEXT, tokens: 1 }),
      await compare(`${CONTEXT} tokens`, quick ? 2 : 8, { before: 0, tokens: CONTEXT }),
    ];
  } finally {
    ours.stop();
    theirs.stop();
  }
}
