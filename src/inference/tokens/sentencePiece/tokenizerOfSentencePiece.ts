import { errorText } from '../../../core/errorText';
import { encodeAroundAddedTokens } from '../addedTokens';
import { encoderOfParts } from '../encoderOfParts';
import type { FilesBeside } from '../files/filesBesideVocabulary.node';
import { refuseOtherClass } from '../files/refuseOtherTokenizerClass';
import { addedToken, type AddedToken } from '../files/tokenizerDefinition';
import type { Tokenizer } from '../tokenizer';
import { TokenListBuilder } from '../tokenListBuilder';
import { tokenizerOf } from '../tokenizerOfEncoder';
import { cutsOfSentencePiece, sentencePieceEncoder } from './sentencePieceEncoder';
import { PieceType, readSentencePieceModel, type SentencePieceModel } from './sentencePieceModel';

/** Which roles a family of models puts before and behind a text. */
interface Around {
  readonly before: readonly ('bos' | 'cls')[];
  readonly after: readonly ('eos' | 'sep')[];
}

const BEGINS: Around = { before: ['bos'], after: [] };
const ENDS: Around = { before: [], after: ['eos'] };
/** By the model_type of config.json. Families that renumber the pieces, such as XLM-R, are not among them. */
const FAMILIES: Readonly<Record<string, Around>> = {
  ...{
    llama: BEGINS,
    mistral: BEGINS,
    mixtral: BEGINS,
    gemma: BEGINS,
    gemma2: BEGINS,
    gemma3: BEGINS,
    gemma3_text: BEGINS,
  },
  ...{ t5: ENDS, mt5: ENDS, umt5: ENDS },
  albert: { before: ['cls'], after: ['sep'] },
};
const CLASSES = ['Llama', 'CodeLlama', 'Gemma', 'T5', 'MT5', 'Albert'].map((name) => `${name}Tokenizer`);
/** What SentencePiece itself calls them, in models whose files do not say. */
const NAMES = { bos: '<s>', eos: '</s>', cls: '[CLS]', sep: '[SEP]' };

/** The tokenizer of a tokenizer.model. Throws a sentence when it cannot be read or used. */
export function tokenizerOfSentencePiece(file: string, bytes: Uint8Array, beside: FilesBeside): Tokenizer {
  const model = readOrRefuse(file, bytes);
  const { special, added } = beside;
  const pieces = model.pieces.map(({ text }) => text);
  const control = model.pieces.flatMap(({ text, type }, id) =>
    type === PieceType.control ? [addedToken(id, text)] : [],
  );
  // The pieces of the model itself are found by SentencePiece.
  const chat = added.filter(({ content }) => !pieces.includes(content));
  refuseOtherClass(file, beside.tokenizerConfig, CLASSES);
  for (const { id, content } of chat) pieces[id] = content;
  const roles = { bos_token: NAMES.bos, eos_token: NAMES.eos, cls_token: NAMES.cls, sep_token: NAMES.sep, ...special };
  const { before, after } = aroundText(file, beside);
  const idsOf = (names: readonly (keyof typeof NAMES)[]) =>
    names.map((name) => idOfRole(file, pieces, roles[`${name}_token`]));
  const around = [idsOf(before), idsOf(after)] as const;
  const encodeText = sentencePieceEncoder(model);
  const specialTokens = before.length + after.length;
  const encodeAround = (tokens: readonly AddedToken[]) => {
    const encodeAll = encodeAroundAddedTokens(tokens, (text, offset, add) => {
      const { ids, starts, ends } = encodeText(text);
      ids.forEach((id, at) => add(id, offset + starts[at]!, offset + ends[at]!));
    });
    return (text: string) => {
      const found = new TokenListBuilder();
      encodeAll(text, (...token) => found.add(...token));
      return found.finish(specialTokens);
    };
  };
  const encodePart = encoderOfParts(encodeAround(chat));
  return tokenizerOf(
    {
      cuts: chat.length === 0 ? cutsOfSentencePiece(model) : undefined,
      around,
      encode: (text, continues = false) => ({ ...encodePart(text, continues), specialTokens }),
      encodeChat: encodeAround([...control, ...chat]),
      decode: (ids) => textOfPieces(model, ids),
    },
    {
      pieces,
      added: [...control, ...chat],
      roles,
      isByteLevel: false,
    },
  );
}

function idOfRole(file: string, pieces: readonly string[], content: string): number {
  const id = pieces.indexOf(content);
  if (id !== -1) return id;
  throw new Error(
    `${file} has no ${content}, which its model puts around a text. Get its tokenizer.json from where the model is from, and put ` +
      'it beside.',
  );
}

function readOrRefuse(file: string, bytes: Uint8Array): SentencePieceModel {
  try {
    return readSentencePieceModel(bytes);
  } catch (error) {
    throw new Error(
      `${file} cannot be read as SentencePiece's model: ${errorText(error)} Get it again, or the model's tokenizer.json.`,
      { cause: error },
    );
  }
}

function aroundText(file: string, { modelConfig, tokenizerConfig }: FilesBeside): Around {
  const type = String(modelConfig['model_type']);
  const usual = FAMILIES[type];
  if (!usual)
    throw new Error(
      `${file} does not say which special tokens a model of type ${type} adds. Get its tokenizer.json from where the model is ` +
        'from, and put it beside.',
    );
  const { add_bos_token: begins, add_eos_token: ends } = tokenizerConfig;
  return {
    before: begins === undefined ? usual.before : begins ? ['bos'] : [],
    after: ends === undefined ? usual.after : ends ? ['eos'] : [],
  };
}

/** The text of ids, without special tokens (sentencepiece_processor.cc, Decode). */
function textOfPieces({ pieces, addsSpace }: SentencePieceModel, ids: readonly number[]): string {
  const bytes: Buffer[] = [];
  for (const id of ids) {
    const { text = '', type = PieceType.control } = pieces[id] ?? {};
    if (type === PieceType.byte) bytes.push(Buffer.from([Number(text.slice(1, -1))]));
    else if (type !== PieceType.control) bytes.push(Buffer.from(text.replaceAll('▁', ' ')));
  }
  const decoded = Buffer.concat(bytes).toString('utf8');
  return addsSpace ? decoded.replace(/^ /, '') : decoded;
}
