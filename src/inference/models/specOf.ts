import { AutoConfig } from '@xenova/transformers';
import { embeddedModels, type ModelSpec, type Task } from '../../core/models';

/** What config.json may say of a model, under the names of its family. */
interface Config {
  readonly architectures?: readonly string[];
  readonly n_positions?: number;
  readonly max_position_embeddings?: number;
  readonly normalized_config: { readonly num_layers?: number; readonly num_heads?: number };
}

const CAUSAL = /(LMHeadModel|ForCausalLM)$/;
const ABSOLUTE = /^(\/|[A-Za-z]:[\\/]|\\\\)/;

/**
 * An embedded model's spec, or that of the model in a folder as its config.json has it; nothing else is read.
 *
 * @param others what else could have been named, for the error's message
 */
export async function specOf(id: string, others: readonly string[] = []): Promise<ModelSpec> {
  const embedded = embeddedModels.find((model) => model.id === id);
  if (embedded) return embedded;
  if (!ABSOLUTE.test(id)) {
    const known = [...embeddedModels.map((model) => model.id), ...others].join(', ');
    throw new Error(`There is no model named ${id}. Choose one of ${known}, or the absolute path of a model folder.`);
  }
  return fromConfig(id, await configIn(id));
}

async function configIn(folder: string): Promise<Config> {
  try {
    return (await AutoConfig.from_pretrained(folder)) as unknown as Config;
  } catch (error) {
    throw new Error(
      `${folder} is no model folder: its config.json is missing or cannot be read. Choose a folder with config.json, ` +
        'tokenizer.json and an ONNX graph in onnx/.',
      { cause: error },
    );
  }
}

function fromConfig(folder: string, config: Config): ModelSpec {
  const [architecture = 'This model'] = config.architectures ?? [];
  const task: Task = CAUSAL.test(architecture) ? 'causal' : 'masked';
  return {
    id: folder,
    label: architecture,
    task,
    contextLength: config.n_positions ?? config.max_position_embeddings ?? 512,
    layers: config.normalized_config.num_layers ?? 0,
    heads: config.normalized_config.num_heads ?? 0,
  };
}
