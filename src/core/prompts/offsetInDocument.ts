import { charactersOfYamlText } from './charactersOfYamlText';
import { offsetInPieces } from './offsetInPieces';
import type { ScalarText } from './textOfYamlScalar';

/**
 * Where a character of a prompt is written in its document. Where folding or escapes change white space, that of the next
 * character that is not blank.
 *
 * @param offset into the prompt's text, in UTF-16 units, as the result is into the document
 */
export function offsetInDocument(document: string, prompt: ScalarText, offset: number): number {
  return prompt.pieces ? offsetInPieces(prompt.pieces, offset) : offsetByCharacters(document, prompt, offset);
}

function offsetByCharacters(document: string, { text, span }: ScalarText, offset: number): number {
  const before = [...text.slice(0, offset)].filter((character) => character.trim() !== '').length;
  const written = charactersOfYamlText(document, span).filter(({ isBlank }) => !isBlank);
  return written[before]?.start ?? span.end;
}
