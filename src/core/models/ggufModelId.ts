/** In place of the owner in the ids of models that were made from GGUF files. */
const OWNER = 'gguf';
const EXTENSION = /\.gguf$/i;
/** Leaves room below the 255 bytes that file systems allow a name. */
const LONGEST_NAME = 100;

/** Whether a path names a GGUF file. */
export function isGgufFile(path: string): boolean {
  return EXTENSION.test(path);
}

/** Whether a model was made from a GGUF file. */
export function isMadeFromGguf(id: string): boolean {
  return id.startsWith(`${OWNER}/`);
}

/**
 * The id of the model that is made from a GGUF file: gguf/name, with the file's name less what an id cannot hold. Files of
 * one name in different folders have the same id.
 *
 * @param file path of the file
 */
export function ggufModelId(file: string): string {
  const name = (file.split(/[\\/]/).at(-1) ?? '').replace(EXTENSION, '');
  const plain = name
    .replace(/[^\w.-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .slice(0, LONGEST_NAME)
    .replace(/^[.-]+|[.-]+$/g, '');
  return `${OWNER}/${plain || 'model'}`;
}
