/** Parses the text of config.json. Throws an Error that names the file when it is not JSON. */
export function parseOrRefuse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is damaged: it is not JSON. Get the file again, or choose another model.`, {
      cause: error,
    });
  }
}
