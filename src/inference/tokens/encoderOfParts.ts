import type { Tokens } from '../../core/tokens/tokenSpans';

type TokenLists = Pick<Tokens, 'ids' | 'starts' | 'ends'>;

/** What is put before a part: one text for a part that begins with white space, one for a part that begins a line. */
const LEADS = { space: 'a', line: 'a\n' };

/**
 * Makes an encoder of parts of texts from one of whole texts. A part that continues a text gets a letter before it, whose tokens
 * are dropped: at the beginning of a text, some tokenizers add a space or strip some.
 */
export function encoderOfParts(encode: (text: string) => TokenLists): (text: string, continues: boolean) => TokenLists {
  const sizes = new Map<string, number>();
  return (text, continues) => {
    if (!continues || text === '') return encode(text);
    const lead = /^[ \t\r\n]/.test(text) ? LEADS.space : LEADS.line;
    const size = sizes.get(lead) ?? encode(lead).ids.length;
    sizes.set(lead, size);
    const { ids, starts, ends } = encode(lead + text);
    const toPart = (offset: number) => offset - lead.length;
    return { ids: ids.slice(size), starts: starts.slice(size).map(toPart), ends: ends.slice(size).map(toPart) };
  };
}
