import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { download } from '../../src/hub/download.node';
import { downloadedModels, folderOf } from '../../src/hub/downloadedModels.node';
import { findOffer } from '../../src/hub/modelOffer.node';
import { deleteModelFolder } from '../../src/hub/deleteModelFolder.node';
import { findModel } from '../../src/inference/models/modelFolder.node';
import { exportOnHub, withoutGraphs } from '../helpers/exportOnHub';
import { places } from '../helpers/fixtures';
import { unhurried } from '../helpers/inferences';
import { LoopbackHub } from '../helpers/loopbackHub';

suite('what a hub offers of a model', () => {
  let server: LoopbackHub;
  let folder: string;

  suiteSetup(async () => {
    server = await LoopbackHub.start();
  });
  suiteTeardown(() => server.stop());
  setup(() => (folder = mkdtempSync(path.join(tmpdir(), 'left-context-offer-'))));
  teardown(() => rmSync(folder, { recursive: true }));

  const offer = (id: string) => findOffer({ endpoint: server.endpoint }, id, unhurried);

  test('what it can do, and each precision with what it weighs, before anything large moves', async () => {
    const files = exportOnHub('gpt2');
    server.commit('someone/gpt', files);
    const { spec, variants } = await offer('someone/gpt');
    assert.deepEqual([spec.task, spec.label, spec.contextLength], ['causal', 'gpt', 128]);
    assert.ok(server.requests.every(({ target }) => !target.endsWith('.onnx')));
    assert.deepEqual(
      variants.map(({ dtype }) => dtype),
      ['q8', 'fp32'],
    );
    for (const { files: own, bytes } of variants) {
      assert.equal(
        bytes,
        own.reduce((sum, { path: name }) => sum + files[name]!.content.length, 0),
      );
      assert.equal(own.filter(({ path: name }) => name.endsWith('.onnx')).length, 1);
    }
    // Of two ways to export it, the smaller.
    assert.ok(variants[0]!.files.some(({ path: name }) => name === 'onnx/model_quantized.onnx'));
  });

  test('both halves of a T5 come in one precision', async () => {
    server.commit('someone/t5', exportOnHub('t5'));
    const [best] = (await offer('someone/t5')).variants;
    assert.deepEqual(
      best!.files.map(({ path: name }) => name).filter((name) => name.endsWith('.onnx')),
      ['onnx/decoder_model_merged_quantized.onnx', 'onnx/encoder_model_quantized.onnx'],
    );
  });

  test('what lacks a file that it needs is told by its name', async () => {
    const { 'config.json': config, 'tokenizer.json': tokenizer, ...others } = exportOnHub('bert');
    server.commit('someone/without-config', { ...others, 'tokenizer.json': tokenizer! });
    server.commit('someone/without-tokenizer', { ...others, 'config.json': config! });
    server.commit('someone/without-graphs', withoutGraphs(exportOnHub('bert')));
    await assert.rejects(offer('someone/without-config'), /has no config\.json/);
    await assert.rejects(offer('someone/without-tokenizer'), /has no tokenizer\.json/);
    await assert.rejects(offer('someone/without-graphs'), /no ONNX graph.*onnx\/model\.onnx.*Xenova/);
  });

  test('what was fetched is found by its id, and gone when it is removed', async () => {
    server.commit('someone/bert', exportOnHub('bert'));
    const { repository, variants } = await offer('someone/bert');
    const place = folderOf(folder, 'someone/bert');
    await download({ endpoint: server.endpoint }, repository, variants[0]!.files, place, { signal: unhurried });
    mkdirSync(path.join(folder, 'someone', 'empty'));
    writeFileSync(path.join(folder, 'stray.txt'), 'not a model');
    const [found, ...others] = await downloadedModels(folder);
    assert.deepEqual([found!.id, found!.isWhole, others], ['someone/bert', true, []]);
    assert.ok(found!.bytes >= variants[0]!.bytes);
    const { spec } = await findModel('someone/bert', { ...places, downloaded: folder });
    assert.equal(spec.task, 'masked');
    await deleteModelFolder(place);
    assert.deepEqual(await downloadedModels(folder), []);
  });
});
