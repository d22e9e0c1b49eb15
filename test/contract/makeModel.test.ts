import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { completionRequest } from '../helpers/completionRequest';
import { ggufFile } from '../helpers/ggufFile';
import { GgufFolders } from '../helpers/ggufFolders';
import { inferences, unhurried, type Started } from '../helpers/inferences';
import { tinyLlama } from '../helpers/tinyLlama';

/** Many small pieces, so that something can happen between them. */
const LONG = { shape: { layers: 60 } };

for (const [name, start] of Object.entries(inferences)) {
  suite(`makes models from GGUF files ${name}`, () => {
    const folders = new GgufFolders();
    let inference: Started['inference'];
    let stop: () => void;
    let long: string;

    suiteSetup(() => {
      ({ inference, stop } = start());
      long = folders.write(ggufFile(tinyLlama(LONG).file));
    });
    suiteTeardown(() => {
      stop();
      folders.remove();
    });

    test('that write and count, and tells how far it is', async () => {
      const gguf = folders.write(ggufFile(tinyLlama().file));
      const model = folders.next();
      const shares: number[] = [];
      await inference.makeModel({ gguf, folder: model }, unhurried, (share) => shares.push(share));
      assert.deepEqual(
        shares,
        [...shares].sort((a, b) => a - b),
      );
      assert.ok(shares.at(-1)! > 0.9 && shares.at(-1)! <= 1);
      assert.equal((await inference.describe({ model }, unhurried)).task, 'causal');
      assert.ok((await inference.tokenize({ model, text: 'Try me' }, unhurried)).ids.length > 0);
      const { contextTokens } = await inference.complete(
        completionRequest('Try me', { model, confidence: 0 }),
        unhurried,
      );
      assert.ok(contextTokens! > 0);
    });

    test('while ghost text goes on', async () => {
      await inference.complete(completionRequest('You are'), unhurried);
      const ended: string[] = [];
      let suggestion: Promise<unknown> | undefined;
      await inference.makeModel({ gguf: long, folder: folders.next() }, unhurried, () => {
        suggestion ??= inference
          .complete(completionRequest('You are a helpful'), unhurried)
          .then(() => ended.push('suggestion'));
      });
      ended.push('making');
      await suggestion;
      assert.deepEqual(ended, ['suggestion', 'making']);
    });

    test('no further when it is cancelled, and leaves nothing behind', async () => {
      const folder = path.join(folders.next(), 'model');
      const controller = new AbortController();
      const making = inference.makeModel({ gguf: long, folder }, controller.signal, () => controller.abort());
      await assert.rejects(making, { name: 'AbortError' });
      // A caller across a process learns of the end at once, before the process has tidied up.
      for (const start = Date.now(); existsSync(folder) && Date.now() < start + 5_000;)
        await new Promise((resolve) => setTimeout(resolve, 20));
      assert.deepEqual(readdirSync(path.dirname(folder)), []);
    });

    test('except of a damaged file, with a sentence that names it', async () => {
      const gguf = folders.write(readFileSync(long).subarray(0, 100_000));
      const folder = folders.next();
      await assert.rejects(inference.makeModel({ gguf, folder }, unhurried), {
        message: /^.*\.gguf cannot be used: it ends .*\. Get the file again/,
      });
      assert.ok(!existsSync(folder));
    });

    test('nor in a folder that cannot be, with a sentence that names both', async () => {
      const folder = path.join(folders.next(), 'n'.repeat(300));
      await assert.rejects(inference.makeModel({ gguf: long, folder }, unhurried), {
        message: /^No model could be made of .*\.gguf in .*nnn \(ENAMETOOLONG.*\)\. Check whether both/,
      });
    });

    test('but does not run a GGUF file as it is', async () => {
      const advice = /small\.gguf is a GGUF file, .*“A GGUF file…”\. From then on the model is named gguf\/small\.$/;
      const folder = folders.next();
      mkdirSync(folder);
      const file = path.join(folder, 'small.gguf');
      copyFileSync(long, file);
      for (const model of [file, folder])
        await assert.rejects(inference.tokenize({ model, text: 'Try me' }, unhurried), { message: advice });
      await assert.rejects(inference.tokenize({ model: 'gguf/none', text: 'Try me' }, unhurried), {
        message: /^gguf\/none is not on this machine\..* to make it from its GGUF file/,
      });
    });
  });
}
