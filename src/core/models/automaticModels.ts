import { embeddedModels, promptBert, promptGpt } from './embeddedModels';

/** The value of a setting that leaves the choice of a model to Left Context. */
export const AUTOMATIC = 'automatic';

/** Id of the pack's model that writes. */
export const SMOLLM2 = 'smollm2';
/** Id of the pack's model whose vectors compare well. */
const MINILM = 'minilm';

/** Bytes that must be free before SmolLM2 is loaded: 1.5 × what it needs while it writes. */
const FREE_BYTES_FOR_SMOLLM2 = 1.5 * 600e6;
/** Bytes of memory from which a machine is large enough for SmolLM2 beside everything else. */
const MACHINE_BYTES_FOR_SMOLLM2 = 6e9;

/** What the choice depends on. */
export interface AutomaticChoiceFacts {
  /** Models that other extensions offer. */
  readonly contributed: readonly { readonly id: string; readonly label: string }[];
  /** Bytes of memory of this machine. */
  readonly totalBytes: number;
  /** Bytes of memory that are free; Infinity where that cannot be known. */
  readonly freeBytes: number;
  /** Whether SmolLM2 may be loaded already. It then stays, however little is free, so that the models do not alternate. */
  readonly isSmolLm2InUse: boolean;
  readonly isPausedOnBattery: boolean;
}

/** A model that was chosen. */
export interface ChosenModel {
  readonly id: string;
  /** Why it is not the best one on this machine, for the user; undefined when it is. */
  readonly reason?: string;
}

/** Which model does what. */
export interface AutomaticModels {
  /** Writes ghost text. */
  readonly writing: ChosenModel;
  /** Reads from left to right for surprise, influence and the next token. */
  readonly reading: ChosenModel;
  /** Ids of the models that the pages offer, the first one first. Similarity starts with the one that reads both ways. */
  readonly onPages: readonly string[];
  /** Ghost text goes on while the models are paused on battery: a small model stands in for the one that is paused. */
  readonly writesOnBattery: boolean;
}

/** Chooses the models: those of the pack where they are installed and fit, otherwise our own small ones. */
export function automaticModels(facts: AutomaticChoiceFacts): AutomaticModels {
  const smolLm2 = facts.contributed.find(({ id }) => id === SMOLLM2);
  const hasMiniLm = facts.contributed.some(({ id }) => id === MINILM);
  const reading = smolLm2 ? smolLm2IfItFits(smolLm2.label, facts) : { id: promptGpt.id };
  const isWriterPaused = facts.isPausedOnBattery && reading.id === SMOLLM2;
  return {
    writing: isWriterPaused ? smallModel(`${smolLm2!.label} is paused on battery`) : reading,
    reading,
    onPages:
      smolLm2 || hasMiniLm ? [reading.id, hasMiniLm ? MINILM : promptBert.id] : embeddedModels.map(({ id }) => id),
    writesOnBattery: smolLm2 !== undefined,
  };
}

/**
 * The models that compare what is expected from the left with what is expected from both sides: two of a kind, so that a
 * difference comes from what they see and not from what they can.
 */
export const automaticSides = { causal: promptGpt.id, masked: promptBert.id };

function smolLm2IfItFits(label: string, { totalBytes, freeBytes, isSmolLm2InUse }: AutomaticChoiceFacts): ChosenModel {
  if (isSmolLm2InUse) return { id: SMOLLM2 };
  if (totalBytes < MACHINE_BYTES_FOR_SMOLLM2)
    return smallModel(
      `${label} needs a machine with ${gigabytes(MACHINE_BYTES_FOR_SMOLLM2)} of memory, and this one has ` +
        gigabytes(totalBytes),
    );
  if (freeBytes < FREE_BYTES_FOR_SMOLLM2)
    return smallModel(
      `${label} needs ${megabytes(FREE_BYTES_FOR_SMOLLM2)} of free memory, and ${megabytes(freeBytes)} are free`,
    );
  return { id: SMOLLM2 };
}

/** @param why the first half of a sentence */
function smallModel(why: string): ChosenModel {
  return { id: promptGpt.id, reason: `${why}, so ${promptGpt.label} stands in` };
}

function gigabytes(bytes: number): string {
  return `${Number((bytes / 1e9).toFixed(1))} GB`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
