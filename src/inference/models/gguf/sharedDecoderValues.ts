import { FLOAT, type OnnxGraphWriter } from '../onnxGraphWriter';
import type { DecoderShape } from './decoderShape';

/** Names of values that all layers use. */
export interface SharedValues {
  /** Length of each dimension [1]. */
  readonly batch: string;
  readonly sequence: string;
  readonly room: string;
  /** Room and sequence [2]. */
  readonly roomAndSequence: string;
  /** Added to the scores: 0, or so little that nothing is looked at [batch, 1, 1, sequence, room + sequence]. */
  readonly mask: string;
  /** Cosines and sines of the turns of each position [sequence, headWidth / 2]; those for queries divided by √headWidth. */
  readonly turns: { readonly plain: readonly [string, string]; readonly scaled: readonly [string, string] };
  /** Dimensions to reshape into. */
  readonly dims: {
    /** [batch, sequence, all heads or groups · headWidth] */
    readonly byToken: string;
    /** [batch, sequence, groups, heads of a group, headWidth] */
    readonly byTokenAndHead: string;
    /** [batch, sequence, groups, 1, headWidth] */
    readonly byTokenAndGroup: string;
  };
}

/** Smallest float32: its softmax is 0. */
const LOWEST = -3.4028234663852886e38;

/** Adds the values that all layers use. */
export function addSharedValues(graph: OnnxGraphWriter, shape: DecoderShape): SharedValues {
  const { heads, groups, headWidth } = shape;
  const lengthOf = (name: string, value: string, axis: number) =>
    graph.node('Slice', name, [graph.node('Shape', `${name}.shape`, [value]), graph.ints(axis), graph.ints(axis + 1)]);
  const batch = lengthOf('batch', 'input_ids', 0);
  const sequence = lengthOf('sequence', 'input_ids', 1);
  const room = lengthOf('room', 'past_key_values.0.value', 3);
  const join = (name: string, ...parts: readonly string[]) => graph.node('Concat', name, parts, { axis: 0 });

  const positions = numbersFrom(graph, 'positions_here', sequence);
  const rows = join('mask.rows', batch, graph.ints(1, 1), sequence);
  const parts = [pastMask(graph, room, rows), causalMask(graph, positions, sequence, rows)];
  const mask = graph.node('Concat', 'mask', parts, { axis: -1 });

  const all = graph.node('Add', 'positions', [positions, 'past_length']);
  const floats = graph.node('Cast', 'positions.float', [all], { to: FLOAT });
  const column = graph.node('Unsqueeze', 'positions.column', [floats, graph.ints(1)]);
  const angles = graph.node('Mul', 'angles', [column, graph.floats('turns', shape.turns)]);
  const plain = [graph.node('Cos', 'cosines', [angles]), graph.node('Sin', 'sines', [angles])] as const;
  const scale = graph.float(headWidth ** -0.5);
  const [cosines, sines] = plain.map((value) => graph.node('Mul', `${value}.scaled`, [value, scale]));
  return {
    batch,
    sequence,
    room,
    roomAndSequence: join('room_and_sequence', room, sequence),
    mask,
    turns: { plain, scaled: [cosines!, sines!] },
    dims: {
      byToken: join('by_token', batch, sequence, graph.ints(-1)),
      byTokenAndHead: join('by_token_and_head', batch, sequence, graph.ints(groups, heads / groups, headWidth)),
      byTokenAndGroup: join('by_token_and_group', batch, sequence, graph.ints(groups, 1, headWidth)),
    },
  };
}

/** 0, 1, … up to a length [1], without it. */
function numbersFrom(graph: OnnxGraphWriter, name: string, length: string): string {
  const scalar = graph.node('Squeeze', `${name}.end`, [length, graph.ints(0)]);
  return graph.node('Range', name, [graph.int(0), scalar, graph.int(1)]);
}

/**
 * Hides what lies behind the past, and what each text is not to see of it [batch, 1, 1, sequence, room].
 *
 * @param rows name of the first four dimensions
 */
function pastMask(graph: OnnxGraphWriter, room: string, rows: string): string {
  const isPast = graph.node('Less', 'is_past', [numbersFrom(graph, 'places', room), 'past_length']);
  const isSeen = graph.node('And', 'is_seen', [isPast, 'seen_past']);
  const byText = graph.node('Where', 'past_mask.by_text', [isSeen, graph.float(0), graph.float(LOWEST)]);
  const row = graph.node('Unsqueeze', 'past_mask.row', [byText, graph.ints(1, 2, 3)]);
  const dims = graph.node('Concat', 'past_mask.dims', [rows, room], { axis: 0 });
  return graph.node('Expand', 'past_mask', [row, dims]);
}

/** Hides what comes later [batch, 1, 1, sequence, sequence]. */
function causalMask(graph: OnnxGraphWriter, positions: string, sequence: string, rows: string): string {
  const column = graph.node('Unsqueeze', 'positions_here.column', [positions, graph.ints(1)]);
  const isVisible = graph.node('LessOrEqual', 'is_left', [positions, column]);
  const mask = graph.node('Where', 'causal_mask.of_text', [isVisible, graph.float(0), graph.float(LOWEST)]);
  const dims = graph.node('Concat', 'causal_mask.dims', [rows, sequence], { axis: 0 });
  return graph.node('Expand', 'causal_mask', [mask, dims]);
}
