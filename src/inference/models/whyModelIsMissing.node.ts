import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { ggufModelId, isGgufFile, isMadeFromGguf } from '../../core/models/ggufModelId';
import { isHubId } from '../../core/models/hubIdOrFolder';
import { labelOf } from '../../core/models/modelLabel';

/** Says why config.json could not be read. */
export async function whyModelIsMissing(folder: string, id: string): Promise<string> {
  const entry = await stat(folder).catch(() => undefined);
  if (!entry && isHubId(id)) {
    const job = isMadeFromGguf(id) ? 'make it from its GGUF file' : 'download it';
    return `${id} is not on this machine. Run “Left Context Models: Choose Model…” to ${job}, or choose another model.`;
  }
  const gguf = await ggufFileAt(folder);
  if (gguf !== undefined)
    return (
      `${gguf} is a GGUF file, of which a model has to be made once. Run “Left Context Models: Choose Model…” and pick ` +
      `“A GGUF file…”. From then on the model is named ${ggufModelId(gguf)}.`
    );
  if (entry?.isFile())
    return `${folder} is a file. Unpack it if it is an archive, and choose the folder with config.json.`;
  return (
    `${folder} is not a model folder: its config.json is missing or cannot be read. Choose a folder with config.json, ` +
    `tokenizer.json and an ONNX graph in onnx/, not ${labelOf(id)}.`
  );
}

/** Path of the GGUF file that `file` is, or that is in the folder `file`; undefined when there is none. */
async function ggufFileAt(file: string): Promise<string | undefined> {
  if (isGgufFile(file)) return file;
  const name = (await readdir(file).catch(() => [])).find(isGgufFile);
  return name === undefined ? undefined : path.join(file, name);
}

/** Says why the config.json of another extension's model could not be read. */
export function whyContributedModelIsMissing({
  label,
  path,
}: {
  readonly label: string;
  readonly path: string;
}): string {
  return (
    `${label} cannot be read: ${path}, where its extension keeps it, has no config.json. Install the extension again, or ` +
    'choose another model.'
  );
}
