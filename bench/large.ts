import { againstPyTorch } from './large/againstPyTorch';
import { ghostTextBesidePanel } from './large/ghostTextBesidePanel';
import { lensTimes } from './large/lensTimes';
import { memoryOfLenses, memoryWithinLimit } from './large/memoryOfLenses';
import { SMOLLM2 } from './large/packModels';
import { threeWindows } from './large/threeWindows';
import { samplePassages, samplePrompts, textsIn } from './quality/texts';
import type { Row } from './row';

/** Length of a passage in UTF-16 code units: more than 512 tokens in any language. */
const LENGTH = 4_000;
const SIZES = [100, 256, 512];
const SEED = 31;
/** Limits on memory in megabytes: too little for the lenses of SmolLM2, and enough. */
const LIMITS = [600, 800];
/** Passages that are compared with PyTorch. */
const PASSAGES = 16;

/**
 * SmolLM2 and MiniLM in the editor: how long lenses take in windows of 100, 256 and 512 tokens, what memory they take, how
 * long ghost text waits beside the panel, the memory of three windows, and what is shown against PyTorch. On passages of FILE,
 * which has one JSON object with a `text` a line; without FILE on the sample prompts of the tests. Build the extension first.
 * `quick` leaves out PyTorch and the windows.
 */
export async function large(quick: boolean, file: string | undefined): Promise<Row[]> {
  const rounds = quick ? 1 : 7;
  const texts = passages(file ? textsIn(file) : samplePrompts(), 2 * (rounds + 1) * SIZES.length);
  const rows: Row[] = [];
  for (const [index, tokens] of (quick ? SIZES.slice(0, 1) : SIZES).entries()) {
    rows.push(...(await lensTimes(SMOLLM2, texts.slice(2 * (rounds + 1) * index), tokens, rounds)));
    rows.push(...(await memoryOfLenses(texts[0]!, tokens)));
  }
  for (const limit of quick ? LIMITS.slice(0, 1) : LIMITS) rows.push(await memoryWithinLimit(texts[0]!, limit));
  rows.push(...(await ghostTextBesidePanel(texts[1]!, quick ? 20 : 150)));
  return quick ? rows : [...rows, ...(await againstPyTorch(texts.slice(0, PASSAGES))), ...(await threeWindows())];
}

/** `count` texts that are long enough and differ from the first token on. */
function passages(texts: readonly string[], count: number): string[] {
  const long = texts.map((text) => text.repeat(Math.ceil(LENGTH / text.length)));
  return Array.from(
    { length: count },
    (_, index) => samplePassages([long[index % long.length]!], 1, LENGTH, SEED + index)[0]!,
  );
}
