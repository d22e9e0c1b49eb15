import * as vscode from 'vscode';
import { labelOf } from '../../core/models/modelLabel';
import type { ModelOffer, OfferedVariant } from '../../host/modelStore.node';
import { megabytes } from '../shared/formatNumbers';

/** Names of precisions, for people. */
const PRECISIONS: Record<string, string> = {
  q8: '8 bits',
  int8: '8 bits, signed',
  uint8: '8 bits, unsigned',
  fp32: '32 bits: as trained',
  q4: '4 bits, in blocks',
  bnb4: '4 bits, normal floats',
};

/** Asks in which precision to download a model; undefined when cancelled. */
export async function pickVariant({ id, variants }: ModelOffer): Promise<OfferedVariant | undefined> {
  const items = variants.map((variant, index) => ({
    label: PRECISIONS[variant.dtype] ?? variant.dtype,
    description: `${megabytes(variant.bytes)}${index === 0 ? ' · usual' : ''}`,
    detail: variant.files
      .map(({ path }) => path)
      .filter((path) => path.includes('.onnx'))
      .join(', '),
    variant,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: `Download ${labelOf(id)}`,
    placeHolder: 'In which precision? Fewer bits are smaller and faster, and a little less exact.',
  });
  return picked?.variant;
}
