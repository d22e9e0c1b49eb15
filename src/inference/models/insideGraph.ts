import { exposedValues } from './exposedValues';
import { insideValues, namesInside, withNames, type InsideValues } from './layerValues';
import type { BranchedValue, Node } from './onnxGraph';

/** What is inside a graph, and where it must be made to give it out. */
export interface InsideGraph {
  readonly values: InsideValues;
  /** Those of the branches of an If, as decoders with and without a past merged are. */
  readonly branched: { readonly ofOutput: string; readonly values: readonly BranchedValue[] } | undefined;
}

/** @returns undefined when the graph keeps it to itself */
export function insideGraph(nodes: readonly Node[]): InsideGraph | undefined {
  const { attention, branched } = exposedValues(nodes);
  if (branched) return insideBranches(nodes, branched);
  const values = insideValues(nodes, attention);
  return values && { values, branched: undefined };
}

/** The same of both branches under one name each: they differ in what they take, and compute alike. */
function insideBranches(
  nodes: readonly Node[],
  { ofOutput, values: attention }: NonNullable<InsideGraph['branched']>,
): InsideGraph | undefined {
  const node = nodes.find(({ outputs }) => outputs.includes(ofOutput))!;
  const branches = Object.entries(node.branches);
  const found = branches.map(([name, inner]) =>
    insideValues(
      inner,
      attention.map(({ inBranch }) => inBranch[name]!),
    ),
  );
  const [first] = found;
  if (!first || !found.every((inside) => inside !== undefined)) return undefined;
  const names = found.map(namesInside);
  if (names.some(({ length }) => length !== names[0]!.length)) return undefined;
  const all = names[0]!.map((_, index) => ({
    name: `left_context.inside.${index}`,
    inBranch: Object.fromEntries(branches.map(([branch], turn) => [branch, names[turn]![index]!])),
  }));
  // Without a past, present values are the values of the tokens. ONNX Runtime crashes when a branch gives one out twice.
  const given = ({ inBranch }: BranchedValue) => Object.values(inBranch).find((name) => node.outputs.includes(name));
  const shared = new Map(all.map((value, index) => [names[0]![index]!, given(value) ?? value.name]));
  return {
    values: withNames(first, (name) => shared.get(name)!),
    branched: { ofOutput, values: all.filter((value) => given(value) === undefined) },
  };
}
