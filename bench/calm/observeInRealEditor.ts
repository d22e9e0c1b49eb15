import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import type { Page } from 'playwright-core';
import { start } from '../../scripts/lib/codeServer';
import { openBrowser } from '../../scripts/lib/workbench';
import { root } from '../../test/helpers/fixtures';
import type { FileToOpen, Observation } from './observation';

const LONGEST_START_MS = 120_000;
/** For the files together; one of them may take longer. */
const LONGEST_FILE_MS = 5_000;

/**
 * Opens files one by one in a real VS Code with the extension of this checkout, whose settings are the default ones.
 *
 * @param workspace the folder that the window opens
 * @returns one for each file; null for a file that could not be opened, or was not counted
 * @throws when VS Code ends early, or takes too long
 */
export async function observeInRealEditor(
  workspace: string,
  files: readonly FileToOpen[],
): Promise<(Observation | null)[]> {
  const server = await start();
  const browser = await openBrowser(server);
  try {
    const entry = path.join(server.folder, 'inEditor.js');
    const source = path.join(root, 'bench', 'calm', 'inEditor.ts');
    buildSync({ entryPoints: [source], outfile: entry, bundle: true, platform: 'node', external: ['vscode'] });
    writeFileSync(path.join(server.folder, 'files.json'), JSON.stringify(files));
    await new Promise<void>((resolve, reject) => {
      const prepare = async (page: Page) => {
        await page.exposeFunction('codeAutomationExit', () => resolve());
        // What VS Code prints may name files.
        await page.exposeFunction('codeAutomationLog', () => undefined);
      };
      browser.open({ workspace, extensions: [root], tests: entry, prepare }).catch(reject);
      setTimeout(resolve, LONGEST_START_MS + files.length * LONGEST_FILE_MS).unref();
    });
    const result = path.join(server.folder, 'observations.json');
    if (!existsSync(result))
      throw new Error('VS Code ended early, or took too long. Build the extension first: node esbuild.js');
    return JSON.parse(readFileSync(result, 'utf8')) as (Observation | null)[];
  } finally {
    await browser.close();
    await server.stop();
  }
}
