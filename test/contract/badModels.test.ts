import '../../src/inference/models/onnxRuntime.node';
import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { completionRequest } from '../helpers/completionRequest';
import { exportsFolder } from '../helpers/exports';
import { inferences, unhurried, type Started } from '../helpers/inferences';

interface Bad {
  /** What is done to a good folder. */
  readonly spoil: (folder: string) => void;
  /** The good one's family and its graph. */
  readonly of?: string;
  /** What the message must name. */
  readonly says: RegExp;
}

/** An empty archive: the end of its central directory, and nothing before it. */
const ZIP = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);

const graph = (folder: string) => path.join(folder, 'onnx', 'model.onnx');
const change = (folder: string, file: string, edit: (json: Record<string, unknown>) => void) => {
  const target = path.join(folder, file);
  const json = JSON.parse(readFileSync(target, 'utf8')) as Record<string, unknown>;
  edit(json);
  writeFileSync(target, JSON.stringify(json));
};

const BAD: Readonly<Record<string, Bad>> = {
  'a graph cut in half': {
    spoil: (folder) => truncateSync(graph(folder), 100_000),
    says: /model\.onnx.*(part of one|cannot be run)/,
  },
  'a graph that lacks its last byte': {
    spoil: (folder) => truncateSync(graph(folder), readFileSync(graph(folder)).length - 1),
    says: /model\.onnx.*(part of one|cannot be run)/,
  },
  'an empty graph': { spoil: (folder) => writeFileSync(graph(folder), ''), says: /model\.onnx is no ONNX graph/ },
  'a text in place of the graph': {
    spoil: (folder) =>
      writeFileSync(graph(folder), 'version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 3\n'),
    says: /model\.onnx is no ONNX graph/,
  },
  'a web page in place of the graph': {
    spoil: (folder) => writeFileSync(graph(folder), '<!DOCTYPE html><html><body>Sign in to the network</body></html>'),
    says: /model\.onnx is no ONNX graph/,
  },
  'a zip in place of the graph': {
    spoil: (folder) => writeFileSync(graph(folder), ZIP),
    says: /model\.onnx is no ONNX graph/,
  },
  'a zip in place of the folder': {
    spoil: (folder) => {
      rmSync(folder, { recursive: true });
      writeFileSync(folder, ZIP);
    },
    says: /is a file\. Unpack it/,
  },
  'an empty folder': {
    spoil: (folder) => {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
    },
    says: /no model folder.*config\.json/,
  },
  'no graph': {
    spoil: (folder) => rmSync(path.join(folder, 'onnx'), { recursive: true }),
    says: /no ONNX graph.*onnx\/model\.onnx/,
  },
  'no tokenizer': {
    spoil: (folder) => rmSync(path.join(folder, 'tokenizer.json')),
    says: /tokenizer\.json is missing or damaged/,
  },
  'a damaged tokenizer': {
    spoil: (folder) => truncateSync(path.join(folder, 'tokenizer.json'), 1000),
    says: /tokenizer\.json is missing or damaged/,
  },
  'a damaged config': {
    spoil: (folder) => truncateSync(path.join(folder, 'config.json'), 50),
    says: /config\.json is damaged/,
  },
  'a config that is a list': {
    spoil: (folder) => writeFileSync(path.join(folder, 'config.json'), '[]'),
    says: /config\.json.*no JSON object/,
  },
  'a config without an architecture': {
    spoil: (folder) => change(folder, 'config.json', (json) => delete json['architectures']),
    says: /config\.json.*names no architecture/,
  },
  'a config with a negative number of layers': {
    spoil: (folder) => change(folder, 'config.json', (json) => (json['n_layer'] = -2)),
    says: /config\.json.*n_layer is -2/,
  },
  'a config of more layers than the graph has': {
    spoil: (folder) => change(folder, 'config.json', (json) => (json['n_layer'] = 12)),
    says: /model\.onnx.*2 layers.*config\.json says 12/,
  },
  'a config of more heads than the graph has': {
    of: 'bert',
    spoil: (folder) => change(folder, 'config.json', (json) => (json['num_attention_heads'] = 8)),
    says: /graph of .* has 4 heads a layer, and its config\.json says 8/,
  },
  'the graph of another family': {
    spoil: (folder) => cpSync(path.join(exportsFolder, 'bert', 'onnx', 'model.onnx'), graph(folder)),
    says: /model\.onnx.*lacks past_key_values\.0\.key/,
  },
  'a tokenizer of more tokens than the model has': {
    spoil: (folder) => change(folder, 'config.json', (json) => (json['vocab_size'] = 100)),
    says: /tokenizer.*config\.json only 100/,
  },
  'inputs of other names': {
    spoil: (folder) => {
      const bytes = readFileSync(graph(folder));
      // As long as the right name, so that nothing else of the file changes.
      writeFileSync(
        graph(folder),
        Buffer.from(bytes.toString('latin1').replaceAll('input_ids', 'pixel_val'), 'latin1'),
      );
    },
    says: /model\.onnx.*no input named input_ids/,
  },
  'a T5 without its decoder': {
    of: 't5',
    spoil: (folder) => {
      for (const file of ['', '_quantized']) rmSync(path.join(folder, 'onnx', `decoder_model_merged${file}.onnx`));
    },
    says: /no ONNX graph.*encoder_model\.onnx and onnx\/decoder_model_merged\.onnx/,
  },
  'weights that a graph reads from outside its folder': {
    of: path.join('bert', 'external'),
    spoil: (folder) => {
      const bytes = readFileSync(graph(folder)).toString('latin1');
      writeFileSync(graph(folder), Buffer.from(bytes.replaceAll('model.onnx_data', '../../../secret'), 'latin1'));
    },
    says: /model\.onnx reads \.\.\/\.\.\/\.\.\/secret, which is not in its own folder/,
  },
  'weights behind a link that leads outside': {
    of: path.join('bert', 'external'),
    spoil: (folder) => {
      const data = path.join(folder, 'onnx', 'model.onnx_data');
      renameSync(data, `${folder}.data`);
      symlinkSync(`${folder}.data`, data);
    },
    says: /model\.onnx reads model\.onnx_data, which is not in its own folder/,
  },
  'weights that lie elsewhere and are gone': {
    of: path.join('bert', 'external'),
    spoil: (folder) => rmSync(path.join(folder, 'onnx', 'model.onnx_data')),
    says: /model\.onnx cannot be run.*model\.onnx_data/,
  },
};

suite('bad models are refused with the file and the reason', () => {
  let started: Started;
  let place: string;

  suiteSetup(() => {
    started = inferences['in a forked process']!();
    place = mkdtempSync(path.join(tmpdir(), 'left-context-bad-'));
  });
  suiteTeardown(() => {
    started.stop();
    rmSync(place, { recursive: true });
  });

  for (const [name, { spoil, of = 'gpt2', says }] of Object.entries(BAD)) {
    test(name, async () => {
      const { inference } = started;
      const folder = path.join(place, name.replaceAll(/\W+/g, '-'));
      cpSync(path.join(exportsFolder, of), folder, { recursive: true });
      if (of === 'gpt2')
        for (const other of ['model_quantized', 'decoder_model_merged', 'decoder_model_merged_quantized'])
          rmSync(path.join(folder, 'onnx', `${other}.onnx`));
      spoil(folder);
      const ask = () =>
        of === 'gpt2'
          ? inference.complete(completionRequest('You are', { model: folder }), unhurried)
          : of === 't5'
            ? inference.rewrite({ model: folder, text: 'You are', mostTokens: 4 }, unhurried)
            : inference.attend(
                {
                  models: [folder],
                  text: 'You are',
                  focus: 0,
                  windowTokens: 8,
                  selections: [{ model: folder, layer: 0, head: 0 }],
                },
                unhurried,
              );
      await assert.rejects(ask(), says);
      // The model from before goes on.
      const { texts } = await inference.complete(
        completionRequest('You are an expert in ', { confidence: 0 }),
        unhurried,
      );
      assert.ok(texts.length > 0);
    });
  }
});
