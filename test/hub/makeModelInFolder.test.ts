import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { deleteModelFolder } from '../../src/hub/deleteModelFolder.node';
import { downloadedModels } from '../../src/hub/listDownloadedModels.node';
import { makeModelInFolder, type MakingOptions, type ModelToMake } from '../../src/hub/makeModelInFolder.node';
import { checkComplete, MODEL, neverAborted, QUICK_RETRIES } from '../helpers/hubDownloads';
import { ModelFolders } from '../helpers/modelFolders';

const id = 'owner/name';
const OTHER = { 'config.json': { content: Buffer.from('{"other": true}'), isLarge: false } };

suite('Hub: models made from files', () => {
  const folders = new ModelFolders();
  suiteTeardown(() => folders.remove());

  /** A file, the folder of its model, and a model to make that counts how often it is made. */
  const newModel = (changes: Partial<ModelToMake> = {}) => {
    const folder = folders.next();
    const file = path.join(path.dirname(folder), '..', 'model.gguf');
    mkdirSync(path.dirname(folder), { recursive: true });
    writeFileSync(file, 'weights');
    const made: string[] = [];
    const model: ModelToMake = {
      id,
      file,
      make: async (target) => {
        made.push(target);
        writeFiles(target, MODEL);
      },
      mayReplace: () => assert.fail('it asked whether it may replace a model'),
      ...changes,
    };
    return { folder, file, model, made };
  };
  const make = (model: ModelToMake, folder: string, options: Partial<MakingOptions> = {}) =>
    makeModelInFolder(model, folder, { signal: neverAborted, retryPolicy: QUICK_RETRIES, ...options });

  test('a made model is listed and removed as a downloaded one', async () => {
    const { folder, model } = newModel();
    assert.equal(await make(model, folder), true);
    await checkComplete(folder, MODEL);
    const downloads = path.join(folder, '..', '..');
    const [listed] = await downloadedModels(downloads);
    assert.deepEqual([listed!.id, listed!.isWhole], [id, true]);
    await deleteModelFolder(folder);
    assert.ok(!existsSync(folder));
  });

  test('nothing is made again for the same file, wherever it lies', async () => {
    const { folder, file, model, made } = newModel();
    await make(model, folder);
    const moved = path.join(path.dirname(file), 'moved.gguf');
    copyFileSync(file, moved);
    utimesSync(file, 1_000, 1_000);
    utimesSync(moved, 1_000, 1_000);
    await deleteModelFolder(folder);
    await make(model, folder);
    assert.equal(await make({ ...model, file: moved }, folder), true);
    assert.equal(made.length, 2);
  });

  test('a model of another file is replaced only when the user agrees', async () => {
    const { folder, file, model } = newModel();
    await make(model, folder);
    writeFileSync(file, 'other weights');
    const asked: string[] = [];
    const replace = (answer: boolean): ModelToMake => ({
      ...model,
      make: async (target) => writeFiles(target, OTHER),
      mayReplace: async ({ endpoint }) => asked.push(endpoint) > 0 && answer,
    });
    assert.equal(await make(replace(false), folder), false);
    await checkComplete(folder, MODEL);
    assert.equal(await make(replace(true), folder), true);
    await checkComplete(folder, OTHER);
    assert.deepEqual(asked, [file, file]);
  });

  test('of a making that fails nothing is left, and an earlier model stays', async () => {
    const { folder, file, model } = newModel();
    const failing: ModelToMake = {
      ...model,
      make: async (target) => {
        writeFiles(target, OTHER);
        throw new Error('it is damaged');
      },
      mayReplace: async () => true,
    };
    await assert.rejects(make(failing, folder), /it is damaged/);
    assert.ok(!existsSync(path.dirname(folder)));
    await make(model, folder);
    writeFileSync(file, 'other weights');
    await assert.rejects(make(failing, folder), /it is damaged/);
    await checkComplete(folder, MODEL);
  });

  test('of a cancelled making nothing is left', async () => {
    const controller = new AbortController();
    const { folder, model } = newModel({
      make: async (target, signal) => {
        writeFiles(target, OTHER);
        controller.abort();
        signal.throwIfAborted();
      },
    });
    await assert.rejects(make(model, folder, { signal: controller.signal }), { name: 'AbortError' });
    assert.ok(!existsSync(folder));
  });

  test('a second window waits, then finds the model made', async () => {
    const { folder, model, made } = newModel();
    let waits = 0;
    const slow: ModelToMake = {
      ...model,
      make: async (target, signal) => {
        while (waits === 0) await sleep(5);
        await model.make(target, signal);
      },
    };
    const both = [slow, slow].map((each) => make(each, folder, { onWait: () => waits++ }));
    assert.deepEqual(await Promise.all(both), [true, true]);
    assert.equal(made.length, 1);
    await checkComplete(folder, MODEL);
  });

  test('room on the disk is asked for first', async () => {
    const { folder, file, model, made } = newModel();
    truncateSync(file, 2 ** 43);
    await assert.rejects(make(model, folder), /not enough disk space .* Free some space/);
    assert.ok(made.length === 0 && !existsSync(folder));
  });

  test('what an interrupted making left is listed, and can be removed or made anew', async () => {
    const { folder, model } = newModel();
    const interrupt = () => {
      writeFiles(path.join(folder, 'left-context.making', 'model.7.partial'), OTHER);
      // Some files had their final names already.
      writeFiles(folder, { 'config.json': MODEL['config.json']! });
      const digest = 'a'.repeat(64);
      const state = { 'config.json': { digest }, 'tokenizer.json': { digest } };
      writeFileSync(path.join(folder, 'left-context.unfinished.json'), JSON.stringify(state));
    };
    interrupt();
    const [listed] = await downloadedModels(path.join(folder, '..', '..'));
    assert.equal(listed!.isWhole, false);
    await deleteModelFolder(folder);
    assert.ok(!existsSync(folder));
    interrupt();
    await make(model, folder);
    await checkComplete(folder, MODEL);
    assert.match(readFileSync(path.join(folder, 'left-context.json'), 'utf8'), /model\.gguf/);
  });
});

function writeFiles(folder: string, files: Readonly<Record<string, { readonly content: Buffer }>>): void {
  for (const [name, { content }] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
