import { stat } from 'node:fs/promises';
import { isHubId } from '../../core/models/hubIdOrFolder';
import { labelOf } from '../../core/models/modelLabel';

/** Says why config.json could not be read. */
export async function whyModelIsMissing(folder: string, id: string): Promise<string> {
  const entry = await stat(folder).catch(() => undefined);
  if (!entry && isHubId(id))
    return `${id} is not on this machine. Run “Left Context Models: Choose Model…” to download it, or choose another model.`;
  if (entry?.isFile()) return `${folder} is a file. Unpack it if it is an archive, and choose the folder with config.json.`;
  return (
    `${folder} is not a model folder: its config.json is missing or cannot be read. Choose a folder with config.json, ` +
    `tokenizer.json and an ONNX graph in onnx/, not ${labelOf(id)}.`
  );
}

/** Says why the config.json of another extension's model could not be read. */
export function whyContributedModelIsMissing({ label, path }: { readonly label: string; readonly path: string }): string {
  return (
    `${label} cannot be read: ${path}, where its extension keeps it, has no config.json. Install the extension again, or ` +
    'choose another model.'
  );
}
