import * as vscode from 'vscode';
import type { SentenceEffects } from '../../contracts/sentenceRequests';
import type { PartEffect } from '../../core/sentences/partEffect';
import { isMoreThanNoise } from '../../core/sentences/noise';

/** A part as the list shows it. */
export interface ListedPart {
  readonly text: string;
  /** Where it is: “Line 12”, or a file. */
  readonly place: string;
  /** Shows it in an editor. */
  reveal(preview: boolean): void;
}

interface EffectItem extends vscode.QuickPickItem {
  readonly part?: number;
}

/** UTF-16 code units of a part that an item shows. */
const MAX_LABEL = 100;

/**
 * A list of parts from those that change most to those that change nothing, which grows while they are measured. The part that
 * the reader is on is shown in the editor; closing the list ends the measurement.
 */
export class EffectList {
  readonly #parts: readonly ListedPart[];
  readonly #answers: readonly string[];
  readonly #pick = vscode.window.createQuickPick<EffectItem>();
  readonly #closing = new AbortController();
  readonly #effects = new Map<number, PartEffect>();

  /** @param what what the parts are: “Sentence”, “Section” or “File” */
  constructor(what: string, parts: readonly ListedPart[], answers: readonly string[]) {
    this.#parts = parts;
    this.#answers = answers;
    this.#pick.title = `What Each ${what} Changes`;
    this.#pick.placeholder = 'Leaving out one after the other…';
    this.#pick.busy = true;
    this.#pick.matchOnDescription = true;
    this.#pick.onDidChangeActive(([item]) => item?.part !== undefined && this.#parts[item.part]!.reveal(true));
    this.#pick.onDidAccept(() => {
      const [item] = this.#pick.activeItems;
      this.#pick.hide();
      if (item?.part !== undefined) this.#parts[item.part]!.reveal(false);
    });
    this.#pick.onDidHide(() => {
      this.#closing.abort();
      this.#pick.dispose();
    });
    this.#pick.show();
  }

  /** Fires when the list is closed. */
  get signal(): AbortSignal {
    return this.#closing.signal;
  }

  /** Adds what has been measured. */
  add(effects: readonly PartEffect[], noise: Float32Array | undefined): void {
    for (const effect of effects) this.#effects.set(effect.part, effect);
    this.#show(noise);
  }

  finish({ noise, redundant, through, isLowerBound }: SentenceEffects, model: string): void {
    this.#show(noise, new Set(redundant.flatMap(({ parts }) => parts)));
    this.#pick.busy = false;
    const divergence = `${isLowerBound ? 'at least so many ' : ''}bits of divergence`;
    const of = this.#answers.length === 0 ? `the next token, in ${divergence}` : 'answers, in bits';
    this.#pick.placeholder = `Change of ${of}, when it is left out. ${model} reads the prompt ${through === 'plain text' ? 'as plain text' : 'as a message of the user'}`;
  }

  close(): void {
    this.#pick.hide();
  }

  #show(noise: Float32Array | undefined, redundant: ReadonlySet<number> = new Set()): void {
    if (this.signal.aborted) return;
    const [active] = this.#pick.activeItems;
    const sorted = [...this.#effects.values()].sort((a, b) => strength(b) - strength(a));
    const isAbove = ({ bits }: PartEffect) => noise === undefined || isMoreThanNoise(bits, noise);
    const items = (title: string, effects: readonly PartEffect[]): EffectItem[] =>
      effects.length === 0
        ? []
        : [{ label: title, kind: vscode.QuickPickItemKind.Separator }, ...effects.map((each) => this.#itemOf(each))];
    const rest = sorted.filter((effect) => !isAbove(effect));
    this.#pick.items = [
      ...items(
        this.#answers.length === 0 ? 'most to least' : 'make the answers likelier',
        sorted.filter((each) => isAbove(each) && sign(each) > 0),
      ),
      ...items(
        'make the answers less likely',
        sorted.filter((each) => isAbove(each) && sign(each) < 0),
      ),
      ...items(
        'redundant: repeated, or with an effect only together',
        rest.filter(({ part }) => redundant.has(part)),
      ),
      ...items(
        `no measurable effect${noise ? ` (up to ${inBits(noise)})` : ''}`,
        rest.filter(({ part }) => !redundant.has(part)),
      ),
    ];
    const same = this.#pick.items.find(({ part }) => part !== undefined && part === active?.part);
    if (same) this.#pick.activeItems = [same];
  }

  #itemOf({ part, bits, isEstimate }: PartEffect): EffectItem {
    const { text, place } = this.#parts[part]!;
    const amounts = Array.from(bits, (each, answer) => {
      const amount =
        this.#answers.length === 0 ? each.toFixed(3) : `${each < 0 ? '−' : '+'}${Math.abs(each).toFixed(1)}`;
      return this.#answers.length > 1 ? `${this.#answers[answer]} ${amount}` : amount;
    });
    return {
      part,
      label: text.replace(/\s+/g, ' ').slice(0, MAX_LABEL),
      description: `${isEstimate ? 'about ' : ''}${amounts.join(', ')} bits`,
      detail: place,
    };
  }
}

function inBits(noise: Float32Array): string {
  return `${Array.from(noise, (each) => each.toPrecision(2)).join(', ')} bits`;
}

/** The change for the answer that it changes most. */
function strongest({ bits }: PartEffect): number {
  return bits.reduce((most, each) => (Math.abs(each) > Math.abs(most) ? each : most), 0);
}

function strength(effect: PartEffect): number {
  return Math.abs(strongest(effect));
}

function sign(effect: PartEffect): number {
  return Math.sign(strongest(effect)) || 1;
}
