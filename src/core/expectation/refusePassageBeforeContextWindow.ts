/**
 * Throws when a passage starts before what the model sees.
 *
 * @param start UTF-16 offset of the passage
 * @param from UTF-16 offset of the first token that the model reads
 * @param tokens number of the text's tokens
 * @param room how many of them, the last ones, the model reads
 */
export function refusePassageBeforeContextWindow(start: number, from: number, tokens: number, room: number): void {
  if (start < from) throw new Error(spanNotVisible(tokens, room));
}

function spanNotVisible(tokens: number, room: number): string {
  return (
    `This stands before what the model sees: of ${tokens.toLocaleString('en')} tokens it reads the last ` +
    `${room.toLocaleString('en')}, so nothing here changes its prediction. Measure a passage nearer the end, or ` +
    'shorten the prompt.'
  );
}
