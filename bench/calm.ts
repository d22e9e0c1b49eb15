import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { observeInRealEditor } from './calm/observeInRealEditor';
import { PLANTED_FILES } from './calm/plantedFiles';
import { evenSample, filesIn, sampleFiles } from './calm/repositoryFiles';
import { rowsOfKinds } from './calm/rowsOfKinds';
import { rowsOfPlantedFiles } from './calm/rowsOfPlantedFiles';
import { writePlantedFiles, writeRepositories } from './calm/writeRepositories';
import { none, type Row } from './row';

/** Number of files, and of planted ones, that `quick` opens. */
const QUICK = { files: 8, planted: 8 };

/**
 * What the extension shows by itself, with default settings, in files that are opened one by one in a real VS Code (build
 * the extension first: node esbuild.js): `npm run bench -- calm FILE`. FILE has one JSON object with `source`, `path` and
 * `text` a line, plain or xz-compressed; without it, the sample prompts of the tests and the pages in docs/ are used. Only
 * figures are printed, neither paths nor texts of FILE.
 *
 * - Files: what is shown in each kind of file. In text there is nothing; no kind has errors where nobody chose a limit.
 * - Planted files: 40 files that exceed a limit of their kind, at a place that is known because they were made so.
 *
 * `quick` opens a sample of both.
 */
export async function calm(quick: boolean, file: string | undefined): Promise<Row[]> {
  const allFiles = file ? filesIn(file) : sampleFiles();
  const files = quick ? evenSample(allFiles, QUICK.files) : allFiles;
  const planted = quick ? evenSample(PLANTED_FILES, QUICK.planted) : PLANTED_FILES;
  // VS Code names files by their real paths.
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'left-context-calm-')));
  try {
    const toOpen = [...writePlantedFiles(folder, planted), ...writeRepositories(folder, files)];
    const observations = await observeInRealEditor(folder, toOpen);
    const seen = observations.slice(planted.length).filter((observation) => observation !== null);
    return [
      ...rowsOfPlantedFiles(planted, observations.slice(0, planted.length)),
      none('files that were not opened and counted', files.length - seen.length),
      ...rowsOfKinds(seen),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
