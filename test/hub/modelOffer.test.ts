import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { download } from '../../src/hub/downloadModelFiles.node';
import { downloadTokenizer } from '../../src/hub/downloadTokenizer.node';
import { downloadedModels } from '../../src/hub/listDownloadedModels.node';
import { findOffer } from '../../src/hub/modelOffer.node';
import { deleteModelFolder } from '../../src/hub/deleteModelFolder.node';
import { findModel } from '../../src/inference/models/findModelById.node';
import { ModelCache } from '../../src/inference/models/modelCache';
import { loadTokenizer } from '../../src/inference/tokens/loadTokenizer';
import { exportOnHub, withoutGraphs } from '../helpers/exportOnHub';
import { places } from '../helpers/fixtures';
import { unhurried } from '../helpers/inferences';
import { LoopbackHub, randomBytes } from '../helpers/loopbackHub';
import { folderOf } from '../../src/hub/downloadLocation.node';

suite('Hub: offered models', () => {
  let server: LoopbackHub;
  let folder: string;

  suiteSetup(async () => {
    server = await LoopbackHub.start();
  });
  suiteTeardown(() => server.stop());
  setup(() => (folder = mkdtempSync(path.join(tmpdir(), 'left-context-offer-'))));
  teardown(() => rmSync(folder, { recursive: true }));

  const offer = (id: string) => findOffer({ endpoint: server.endpoint }, id, unhurried);

  test('offers each precision with its size, without downloading graphs', async () => {
    const files = exportOnHub('gpt2');
    server.commit('someone/gpt', files);
    const { spec, variants } = await offer('someone/gpt');
    assert.deepEqual([spec.task, spec.label, spec.contextLength], ['causal', 'gpt', 128]);
    assert.ok(server.requests.every(({ target }) => !target.endsWith('.onnx')));
    assert.deepEqual(
      variants.map(({ dtype }) => dtype),
      ['q8', 'fp32'],
    );
    for (const { files: variantFiles, bytes } of variants) {
      assert.equal(
        bytes,
        variantFiles.reduce((sum, { path: name }) => sum + files[name]!.content.length, 0),
      );
      assert.equal(variantFiles.filter(({ path: name }) => name.endsWith('.onnx')).length, 1);
    }
    // The smaller one of two exports.
    assert.ok(variants[0]!.files.some(({ path: name }) => name === 'onnx/model_quantized.onnx'));
  });

  test('offers encoder and decoder of a T5 in the same precision', async () => {
    server.commit('someone/t5', exportOnHub('t5'));
    const [best] = (await offer('someone/t5')).variants;
    assert.deepEqual(
      best!.files.map(({ path: name }) => name).filter((name) => name.endsWith('.onnx')),
      ['onnx/decoder_model_merged_quantized.onnx', 'onnx/encoder_model_quantized.onnx'],
    );
  });

  test('names the required file that is missing', async () => {
    const { 'config.json': config, 'tokenizer.json': tokenizer, ...others } = exportOnHub('bert');
    server.commit('someone/without-config', { ...others, 'tokenizer.json': tokenizer! });
    server.commit('someone/without-tokenizer', { ...others, 'config.json': config! });
    server.commit('someone/without-graphs', withoutGraphs(exportOnHub('bert')));
    await assert.rejects(offer('someone/without-config'), /has no config\.json/);
    await assert.rejects(
      offer('someone/without-tokenizer'),
      /has no tokenizer that Left Context reads \(tokenizer\.json, tokenizer\.model/,
    );
    await assert.rejects(offer('someone/without-graphs'), /no ONNX graph.*onnx\/model\.onnx.*Xenova/);
  });

  test('takes an older form of tokenizer only where there is no tokenizer.json, and weights in PyTorch’s one file', async () => {
    const { 'tokenizer.json': tokenizer, ...others } = exportOnHub('bert');
    const small = { content: Buffer.from('{}'), isLarge: false };
    const all = { 'vocab.txt': small, 'vocab.json': small, 'merges.txt': small, 'special_tokens_map.json': small };
    const weights = {
      'onnx/model.onnx': small,
      'onnx/model.onnx.data': { content: randomBytes(99, 1), isLarge: true },
    };
    server.commit('someone/both', { ...others, ...all, ...weights, 'tokenizer.json': tokenizer! });
    server.commit('someone/old', { ...others, ...all });
    const names = async (id: string) =>
      (await offer(id)).variants.flatMap(({ files }) => files.map(({ path: name }) => name));
    const both = await names('someone/both');
    assert.ok(both.includes('tokenizer.json') && !both.includes('vocab.txt') && !both.includes('vocab.json'));
    assert.ok(both.includes('onnx/model.onnx.data') && both.includes('special_tokens_map.json'), both.join());
    const old = await names('someone/old');
    assert.ok(old.includes('vocab.json') && old.includes('merges.txt') && !old.includes('vocab.txt'), old.join());
  });

  test('a tokenizer is downloaded without weights, once, and counts', async () => {
    const files = exportOnHub('bert');
    server.commit('someone/counts', files);
    const home = folderOf(folder, 'someone/counts');
    await downloadTokenizer({ endpoint: server.endpoint }, 'someone/counts', home, { signal: unhurried });
    const [model] = await downloadedModels(folder);
    assert.deepEqual([model!.id, model!.isWhole, model!.isTokenizer], ['someone/counts', true, true]);
    assert.ok(model!.bytes < files['tokenizer.json']!.content.length + 100_000);
    const cache = new ModelCache({ ...places, downloaded: folder }, 1);
    const [tokenizer, own] = [await cache.tokenizer('someone/counts'), await loadTokenizer(home)];
    assert.equal(tokenizer.encode('Hello there').ids.join(), own.encode('Hello there').ids.join());
    server.commit('someone/none', { 'README.md': { content: Buffer.from('#'), isLarge: false } });
    const missing = downloadTokenizer({ endpoint: server.endpoint }, 'someone/none', folderOf(folder, 'someone/none'), {
      signal: unhurried,
    });
    await assert.rejects(missing, /has no tokenizer that Left Context reads/);
    await deleteModelFolder(home);
  });

  test('finds a downloaded model by its id until it is deleted', async () => {
    server.commit('someone/bert', exportOnHub('bert'));
    const { repository, variants } = await offer('someone/bert');
    const modelFolder = folderOf(folder, 'someone/bert');
    await download({ endpoint: server.endpoint }, repository, variants[0]!.files, modelFolder, { signal: unhurried });
    mkdirSync(path.join(folder, 'someone', 'empty'));
    writeFileSync(path.join(folder, 'stray.txt'), 'not a model');
    const [downloaded, ...others] = await downloadedModels(folder);
    assert.deepEqual([downloaded!.id, downloaded!.isWhole, others], ['someone/bert', true, []]);
    assert.ok(downloaded!.bytes >= variants[0]!.bytes);
    const { spec } = await findModel('someone/bert', { ...places, downloaded: folder });
    assert.equal(spec.task, 'masked');
    await deleteModelFolder(modelFolder);
    assert.deepEqual(await downloadedModels(folder), []);
  });
});
