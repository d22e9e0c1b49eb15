/** The pieces of a body as they come. */
export async function* piecesOf(response: Response): AsyncGenerator<Buffer> {
  const reader = response.body!.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield Buffer.from(next.value);
}
