import '../../src/inference/models/onnxRuntime.node';
import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unusableModelOf } from '../../src/contracts/modelUnusableError';
import { completionRequest } from '../helpers/completionRequest';
import { exportsFolder } from '../helpers/exports';
import { inferences, unhurried, type Started } from '../helpers/inferences';

interface BadModel {
  /** Damages a copy of a good model folder. */
  readonly damage: (folder: string) => void;
  /** The good model folder, below the exports; GPT-2 by default. */
  readonly source?: string;
  /** What the message must contain. */
  readonly message: RegExp;
  /** Whether a forward pass shows it first: the model can be loaded. */
  readonly isFoundInPass?: true;
}

/** An empty archive: just the end of its central directory. */
const ZIP = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);

const graph = (folder: string) => path.join(folder, 'onnx', 'model.onnx');
const change = (folder: string, file: string, edit: (json: Record<string, unknown>) => void) => {
  const target = path.join(folder, file);
  const json = JSON.parse(readFileSync(target, 'utf8')) as Record<string, unknown>;
  edit(json);
  writeFileSync(target, JSON.stringify(json));
};

const BAD_MODELS: Readonly<Record<string, BadModel>> = {
  'a graph cut in half': {
    damage: (folder) => truncateSync(graph(folder), 100_000),
    message: /model\.onnx.*(part of one|cannot be run)/,
  },
  'a graph that lacks its last byte': {
    damage: (folder) => truncateSync(graph(folder), readFileSync(graph(folder)).length - 1),
    message: /model\.onnx.*(part of one|cannot be run)/,
  },
  'an empty graph': {
    damage: (folder) => writeFileSync(graph(folder), ''),
    message: /model\.onnx is not an ONNX graph/,
  },
  'a text in place of the graph': {
    damage: (folder) =>
      writeFileSync(graph(folder), 'version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 3\n'),
    message: /model\.onnx is not an ONNX graph/,
  },
  'a web page in place of the graph': {
    damage: (folder) => writeFileSync(graph(folder), '<!DOCTYPE html><html><body>Sign in to the network</body></html>'),
    message: /model\.onnx is not an ONNX graph/,
  },
  'a zip in place of the graph': {
    damage: (folder) => writeFileSync(graph(folder), ZIP),
    message: /model\.onnx is not an ONNX graph/,
  },
  'a zip in place of the folder': {
    damage: (folder) => {
      rmSync(folder, { recursive: true });
      writeFileSync(folder, ZIP);
    },
    message: /is a file\. Unpack it/,
  },
  'an empty folder': {
    damage: (folder) => {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
    },
    message: /not a model folder.*config\.json/,
  },
  'no graph': {
    damage: (folder) => rmSync(path.join(folder, 'onnx'), { recursive: true }),
    message: /no ONNX graph.*onnx\/model\.onnx/,
  },
  'no tokenizer': {
    damage: (folder) => rmSync(path.join(folder, 'tokenizer.json')),
    message: /has no tokenizer: .*Get tokenizer\.json/,
  },
  'a damaged tokenizer': {
    damage: (folder) => truncateSync(path.join(folder, 'tokenizer.json'), 1000),
    message: /tokenizer\.json is damaged\. Get it again/,
  },
  'a damaged config': {
    damage: (folder) => truncateSync(path.join(folder, 'config.json'), 50),
    message: /config\.json is damaged/,
  },
  'a config that is a list': {
    damage: (folder) => writeFileSync(path.join(folder, 'config.json'), '[]'),
    message: /config\.json.*no JSON object/,
  },
  'a config without an architecture': {
    damage: (folder) => change(folder, 'config.json', (json) => delete json['architectures']),
    message: /config\.json.*names no architecture/,
  },
  'a config with a negative number of layers': {
    damage: (folder) => change(folder, 'config.json', (json) => (json['n_layer'] = -2)),
    message: /config\.json.*n_layer is -2/,
  },
  'a config with more layers than the graph has': {
    damage: (folder) => change(folder, 'config.json', (json) => (json['n_layer'] = 12)),
    message: /model\.onnx.*2 layers.*config\.json says 12/,
  },
  'a config with more heads than the graph has': {
    source: 'bert',
    damage: (folder) => change(folder, 'config.json', (json) => (json['num_attention_heads'] = 8)),
    message: /graph of .* has 4 heads a layer, and its config\.json says 8/,
    isFoundInPass: true,
  },
  'the graph of another family': {
    damage: (folder) => cpSync(path.join(exportsFolder, 'bert', 'onnx', 'model.onnx'), graph(folder)),
    message: /model\.onnx.*lacks past_key_values\.0\.key/,
  },
  'a tokenizer with more tokens than the model has': {
    damage: (folder) => change(folder, 'config.json', (json) => (json['vocab_size'] = 100)),
    message: /tokenizer.*config\.json says 100/,
  },
  'inputs with other names': {
    damage: (folder) => {
      const bytes = readFileSync(graph(folder));
      // The names are equally long, so nothing else in the file changes.
      writeFileSync(
        graph(folder),
        Buffer.from(bytes.toString('latin1').replaceAll('input_ids', 'pixel_val'), 'latin1'),
      );
    },
    message: /model\.onnx.*no input named input_ids/,
  },
  'a T5 without its decoder': {
    source: 't5',
    damage: (folder) => {
      for (const file of ['', '_quantized']) rmSync(path.join(folder, 'onnx', `decoder_model_merged${file}.onnx`));
    },
    message: /no ONNX graph.*encoder_model\.onnx and onnx\/decoder_model_merged\.onnx/,
  },
  'external weights outside the folder': {
    source: path.join('bert', 'external'),
    damage: (folder) => {
      const bytes = readFileSync(graph(folder)).toString('latin1');
      writeFileSync(graph(folder), Buffer.from(bytes.replaceAll('model.onnx_data', '../../../secret'), 'latin1'));
    },
    message: /model\.onnx reads \.\.\/\.\.\/\.\.\/secret, which is not in its own folder/,
  },
  'external weights behind a link to another folder': {
    source: path.join('bert', 'external'),
    damage: (folder) => {
      const data = path.join(folder, 'onnx', 'model.onnx_data');
      renameSync(data, `${folder}.data`);
      symlinkSync(`${folder}.data`, data);
    },
    message: /model\.onnx reads model\.onnx_data, which is not in its own folder/,
  },
  'missing external weights': {
    source: path.join('bert', 'external'),
    damage: (folder) => rmSync(path.join(folder, 'onnx', 'model.onnx_data')),
    message: /model\.onnx_data, which has the weights of model\.onnx, is missing\. Get/,
  },
  'external weights that are cut off': {
    source: path.join('bert', 'external'),
    damage: (folder) => {
      const data = path.join(folder, 'onnx', 'model.onnx_data');
      truncateSync(data, statSync(data).size - 1);
    },
    message: /model\.onnx_data is cut off: it has [\d.]+ of [\d.]+ MB\. Get/,
  },
};

suite('damaged models are refused with the file and the reason', () => {
  let started: Started;
  let temporary: string;

  suiteSetup(() => {
    started = inferences['in a forked process']!();
    temporary = mkdtempSync(path.join(tmpdir(), 'left-context-bad-'));
  });
  suiteTeardown(() => {
    started.stop();
    rmSync(temporary, { recursive: true });
  });

  for (const [name, { damage, source = 'gpt2', message, isFoundInPass }] of Object.entries(BAD_MODELS)) {
    test(name, async () => {
      const { inference } = started;
      const folder = path.join(temporary, name.replaceAll(/\W+/g, '-'));
      cpSync(path.join(exportsFolder, source), folder, { recursive: true });
      if (source === 'gpt2')
        for (const other of ['model_quantized', 'decoder_model_merged', 'decoder_model_merged_quantized'])
          rmSync(path.join(folder, 'onnx', `${other}.onnx`));
      damage(folder);
      const use = () =>
        source === 'gpt2'
          ? inference.complete(completionRequest('You are', { model: folder }), unhurried)
          : source === 't5'
            ? inference.rewrite({ model: folder, text: 'You are', maxTokens: 4 }, unhurried)
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
      await assert.rejects(use(), (error: Error) => {
        assert.match(error.message, message);
        assert.equal(unusableModelOf(error), isFoundInPass ? undefined : folder);
        return true;
      });
      // Other models still work.
      const { texts } = await inference.complete(
        completionRequest('You are an expert in ', { confidence: 0 }),
        unhurried,
      );
      assert.ok(texts.length > 0);
    });
  }
});
