import { exposedValues } from './exposeAttentionOutputs';
import { insideValues, namesInside, withNames, type InsideValues } from './findQueriesKeysAndValues';
import type { BranchedValue, GraphNode } from './onnxProtobuf';

/** Names of the values inside a graph, and which of them an If must output first. */
export interface InsideGraph {
  readonly values: InsideValues;
  /** Values that the branches of an If compute, as in merged decoders with and without a past. */
  readonly branched: { readonly ofOutput: string; readonly values: readonly BranchedValue[] } | undefined;
}

/** @returns undefined when the values cannot be found in the graph */
export function insideGraph(nodes: readonly GraphNode[]): InsideGraph | undefined {
  const { attention, branched } = exposedValues(nodes);
  if (branched) return insideBranches(nodes, branched);
  const values = insideValues(nodes, attention);
  return values && { values, branched: undefined };
}

/** The values of both branches under shared names: the branches differ in their inputs but compute alike. */
function insideBranches(
  nodes: readonly GraphNode[],
  { ofOutput, values: attention }: NonNullable<InsideGraph['branched']>,
): InsideGraph | undefined {
  const node = nodes.find(({ outputs }) => outputs.includes(ofOutput))!;
  const branches = Object.entries(node.branches);
  const valuesByBranch = branches.map(([name, inner]) =>
    insideValues(
      inner,
      attention.map(({ inBranch }) => inBranch[name]!),
    ),
  );
  const [first] = valuesByBranch;
  if (!first || !valuesByBranch.every((values) => values !== undefined)) return undefined;
  const names = valuesByBranch.map(namesInside);
  if (names.some(({ length }) => length !== names[0]!.length)) return undefined;
  const branchedValues = names[0]!.map((_, index) => ({
    name: `left_context.inside.${index}`,
    inBranch: Object.fromEntries(branches.map(([name], branch) => [name, names[branch]![index]!])),
  }));
  // Without a past, `present` outputs are the keys and values themselves. ONNX Runtime crashes when a branch outputs a
  // value twice, so the existing output is used for these.
  const existingOutput = ({ inBranch }: BranchedValue) =>
    Object.values(inBranch).find((name) => node.outputs.includes(name));
  const sharedNames = new Map(
    branchedValues.map((value, index) => [names[0]![index]!, existingOutput(value) ?? value.name]),
  );
  return {
    values: withNames(first, (name) => sharedNames.get(name)!),
    branched: { ofOutput, values: branchedValues.filter((value) => existingOutput(value) === undefined) },
  };
}
