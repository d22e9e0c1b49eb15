import assert from 'node:assert/strict';
import { modelCatalogue } from '../../src/core/models/modelCatalogue';
import { variantsOf } from '../../src/core/models/availableModelVariants';
import { specFrom, tokenLimitIn } from '../../src/core/models/readModelConfig';
import { tokenLimitOf } from '../../src/core/models/tokenLimitOfModel';
import { isFolder, isHubId } from '../../src/core/models/hubIdOrFolder';
import { labelOf } from '../../src/core/models/modelLabel';

const read = (config: unknown) => specFrom('someone/some-model', config);
const summaryOf = (config: unknown) => {
  const { task, contextLength, layers, heads } = read(config);
  return [task, contextLength, layers, heads];
};

suite('modelConfig', () => {
  const families: readonly (readonly [name: string, config: object, expected: readonly unknown[]])[] = [
    [
      'GPT-2',
      {
        architectures: ['GPT2LMHeadModel'],
        model_type: 'gpt2',
        n_ctx: 1024,
        n_positions: 1024,
        n_layer: 6,
        n_head: 12,
      },
      ['causal', 1024, 6, 12],
    ],
    [
      'a newer decoder: the query heads, not the groups of keys and values',
      {
        architectures: ['Qwen2ForCausalLM'],
        max_position_embeddings: 32768,
        num_hidden_layers: 24,
        num_attention_heads: 14,
        num_key_value_heads: 2,
      },
      ['causal', 32768, 24, 14],
    ],
    [
      'our small BERT',
      {
        architectures: ['BertForMaskedLM'],
        max_position_embeddings: 512,
        num_hidden_layers: 12,
        num_attention_heads: 12,
      },
      ['masked', 512, 12, 12],
    ],
    [
      'DistilBERT',
      { architectures: ['DistilBertForMaskedLM'], max_position_embeddings: 512, n_layers: 6, n_heads: 12 },
      ['masked', 512, 6, 12],
    ],
    [
      'RoBERTa, whose positions start behind its padding',
      {
        architectures: ['RobertaForMaskedLM'],
        model_type: 'roberta',
        max_position_embeddings: 514,
        pad_token_id: 1,
        num_hidden_layers: 12,
        num_attention_heads: 12,
      },
      ['masked', 512, 12, 12],
    ],
    [
      'T5, whose positions are relative',
      {
        architectures: ['T5ForConditionalGeneration'],
        is_encoder_decoder: true,
        n_positions: 512,
        relative_attention_num_buckets: 32,
        num_layers: 8,
        num_decoder_layers: 8,
        num_heads: 6,
      },
      ['text-to-text', undefined, 8, 6],
    ],
  ];
  test('a sentence encoder: without a head, and with the length that sentence-transformers reads', () => {
    const bert = {
      architectures: ['BertModel'],
      max_position_embeddings: 512,
      num_hidden_layers: 6,
      num_attention_heads: 12,
    };
    assert.deepEqual(summaryOf(bert), ['encoder', 512, 6, 12]);
    const limitOf = (sentenceConfig: unknown) => tokenLimitOf(specFrom('a/b', bert, { sentence: sentenceConfig }));
    assert.deepEqual(
      [undefined, { max_seq_length: 256 }, { max_seq_length: 1024 }, { max_seq_length: 'all' }, null].map(limitOf),
      [512, 256, 512, 512, 512],
    );
  });
  test('a model of which only the tokenizer is here: the least of what its files say', () => {
    const limit = (config: object, tokenizer: object = {}, sentence: object = {}) =>
      tokenLimitIn('a/b', config, { tokenizer, sentence });
    const positions = { max_position_embeddings: 40_960 };
    assert.equal(limit(positions, { model_max_length: 131_072 }), 40_960);
    assert.equal(limit(positions, { model_max_length: 1e30 }), 40_960);
    assert.equal(limit({}, { model_max_length: 1e30 }), undefined);
    assert.equal(limit({ text_config: positions, vision_config: { max_position_embeddings: 5 } }), 40_960);
    const roberta = { model_type: 'roberta', max_position_embeddings: 514, pad_token_id: 1 };
    assert.equal(limit(roberta, { model_max_length: 512 }), 512);
    assert.equal(limit(roberta), 512);
    assert.equal(limit(roberta, {}, { max_seq_length: 128 }), 128);
    assert.equal(limit({ relative_attention_num_buckets: 32, n_positions: 512 }, { model_max_length: 512 }), 512);
  });

  for (const [name, config, expected] of families) test(name, () => assert.deepEqual(summaryOf(config), expected));

  test('an error names the value that is missing or wrong', () => {
    assert.throws(() => read(null), /no JSON object/);
    assert.throws(() => read({ num_hidden_layers: 2, num_attention_heads: 2 }), /names no architecture/);
    assert.throws(() => read({ architectures: ['X'], num_attention_heads: 2 }), /does not say how many layers/);
    const broken = { architectures: ['X'], num_hidden_layers: '12', num_attention_heads: 2 };
    assert.throws(() => read(broken), /num_hidden_layers is "12"/);
  });
});

suite('graphFiles', () => {
  test('lists the best precision first, each form of export, and external weights with their graph', () => {
    const paths = ['model', 'model_quantized', 'model_fp16', 'model_q4', 'decoder_model_merged_quantized'];
    const files = [
      ...paths.map((name) => `onnx/${name}.onnx`),
      'onnx/model.onnx_data',
      'onnx/model.onnx_data_1',
      'config.json',
    ];
    const variants = variantsOf(files, 'causal').map(({ dtype, files: own }) => [dtype, ...own]);
    assert.deepEqual(variants, [
      ['q8', 'onnx/model_quantized.onnx'],
      ['q8', 'onnx/decoder_model_merged_quantized.onnx'],
      ['fp32', 'onnx/model.onnx', 'onnx/model.onnx_data', 'onnx/model.onnx_data_1'],
      ['q4', 'onnx/model_q4.onnx'],
    ]);
  });

  test('a text-to-text model needs encoder and decoder in the same precision', () => {
    const files = ['onnx/encoder_model.onnx', 'onnx/decoder_model_merged_quantized.onnx'];
    assert.deepEqual(variantsOf(files, 'text-to-text'), []);
    const [whole] = variantsOf([...files, 'onnx/encoder_model_quantized.onnx'], 'text-to-text');
    assert.deepEqual(whole!.files, ['onnx/encoder_model_quantized.onnx', 'onnx/decoder_model_merged_quantized.onnx']);
  });

  test('graphs may be in the model’s own folder', () => {
    assert.deepEqual(variantsOf(['model.onnx'], 'masked')[0]!.files, ['model.onnx']);
  });
});

suite('modelSpec', () => {
  test('a hub id has two parts, and cannot lead out of its folder', () => {
    for (const id of ['Xenova/distilgpt2', 'onnx-community/Qwen2.5-0.5B-Instruct']) assert.ok(isHubId(id), id);
    for (const id of ['prompt-gpt', 'a/b/c', '../b', 'a/..', '/a/b', 'a/', 'a b/c', 'C:\\a'])
      assert.ok(!isHubId(id), id);
  });

  test('absolute paths of every system are folders', () => {
    for (const folder of ['/home/me/model', 'C:\\models\\mine', 'd:/models', '\\\\server\\models'])
      assert.ok(isFolder(folder));
    for (const other of ['models/mine', 'prompt-gpt', 'C:mine']) assert.ok(!isFolder(other));
  });

  test('a label is the last part of an id or path', () => {
    assert.deepEqual(['prompt-bert', 'Xenova/gpt2', '/a/model/', 'C:\\m\\mine'].map(labelOf), [
      'our small BERT',
      'gpt2',
      'model',
      'mine',
    ]);
  });

  test('the catalogue lists each hub id once', () => {
    for (const { id, megabytes } of modelCatalogue) assert.ok(isHubId(id) && megabytes > 0, id);
    assert.equal(new Set(modelCatalogue.map(({ id }) => id)).size, modelCatalogue.length);
  });
});
