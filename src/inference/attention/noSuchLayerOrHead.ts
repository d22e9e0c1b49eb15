/** Says that a model has no such layer, counted from 1. */
export function noSuchLayer(label: string, layers: number, layer: number): string {
  return `${label} has ${layers} layers, so there is no layer ${layer}.`;
}

/** Says that a model has no such head, counted from 1. */
export function noSuchHead(label: string, heads: number, head: number): string {
  return `${label} has ${heads} heads a layer, so there is no head ${head}.`;
}
