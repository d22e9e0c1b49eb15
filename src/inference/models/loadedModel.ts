import { AutoModelForCausalLM, AutoModelForMaskedLM, AutoModelForSeq2SeqLM } from '@xenova/transformers';
import type { InferenceSession } from 'onnxruntime-node';
import type { Dtype, Variant } from '../../core/models/graphFiles';
import { vocabularySizeOf } from '../../core/models/modelConfig';
import type { ModelSpec } from '../../core/models/modelSpec';
import type { ExposedValues } from './exposedValues';
import { checkGraph } from './checkGraph';
import { bestVariant, type ModelFolder } from './modelFolder.node';
import { GraphError, hiddenValuesOf } from './onnxRuntime.node';
import { loadTokenizer, type Tokenizer } from '../tokens/tokenizer';

/** A graph ready to run, and what it gives out beside its own outputs. */
export interface Graph extends ExposedValues {
  readonly session: InferenceSession;
}

/** A model ready to run. */
export interface LoadedModel extends Graph {
  readonly spec: ModelSpec;
  readonly tokenizer: Tokenizer;
  /** What is in its config.json. */
  readonly config: unknown;
  /** Its graph, and how it is run. */
  readonly file: string;
  readonly options: InferenceSession.SessionOptions;
  /** Of a text-to-text model, whose encoder is the model itself. */
  readonly decoder?: Decoder;
}

/** The half of a text-to-text model that writes. */
export interface Decoder extends Graph {
  /** Id of the token that it begins with. */
  readonly start: number;
}

const ARCHITECTURES = {
  causal: AutoModelForCausalLM,
  masked: AutoModelForMaskedLM,
  'text-to-text': AutoModelForSeq2SeqLM,
};

/** Loads a model's tokenizer and graphs from its folder. Throws when one is missing or of the wrong kind. */
export async function loadModel(
  folder: ModelFolder,
  threads: number,
  loadingTokenizer: Promise<Tokenizer> = loadTokenizer(folder.path),
): Promise<LoadedModel> {
  const { spec, config } = folder;
  const variant = await bestVariant(folder);
  const options = sessionOptions(threads);
  const [tokenizer, sessions] = await Promise.all([loadingTokenizer, openSessions(folder, variant, options)]);
  checkVocabulary(tokenizer, folder);
  const [graph, decoder] = sessions.map((session) => ({ session, ...hiddenValuesOf(session) }));
  checkGraph(graph!, spec, variant.files[0]!);
  const model = { spec, tokenizer, config, file: `${folder.path}/${variant.files[0]}`, options, ...graph! };
  if (!decoder) return model;
  checkGraph(decoder, spec, variant.files[1]!);
  return { ...model, decoder: { ...decoder, start: decoderStart(config) } };
}

/** The model's sessions, in the order of the variant's graphs. transformers.js's own run() drops outputs it does not know. */
async function openSessions(
  { path, spec }: ModelFolder,
  { dtype, folder, stems }: Variant,
  options: InferenceSession.SessionOptions,
): Promise<InferenceSession[]> {
  const loading = ARCHITECTURES[spec.task].from_pretrained(path, {
    device: 'auto',
    dtype: dtype satisfies Dtype,
    subfolder: folder,
    local_files_only: true,
    ...(stems.length === 1 ? { model_file_name: stems[0]! } : {}),
    session_options: options,
  });
  const model = await loading.catch((error: unknown) => {
    if (error instanceof GraphError) throw error;
    throw new Error(
      `${spec.label} cannot be loaded from ${path}: its config.json or generation_config.json is damaged, or names a ` +
        'model_type that is not known. Get them again, or choose another model.',
      { cause: error },
    );
  });
  const sessions = model.sessions as Record<string, InferenceSession>;
  return stems.length === 1 ? [sessions['model']!] : [sessions['model']!, sessions['decoder_model_merged']!];
}

function sessionOptions(threads: number): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    // Threads that spin while they wait burn the writer's battery and gain nothing measurable.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
}

function checkVocabulary({ size }: Tokenizer, { path, spec, config }: ModelFolder): void {
  const known = vocabularySizeOf(config);
  if (known === undefined || size <= known) return;
  throw new Error(
    `${spec.label} cannot be loaded: the tokenizer in ${path} has ${size} tokens, and the model by its config.json only ` +
      `${known}. They are not of the same model; get the folder again, or choose another model.`,
  );
}

function decoderStart(config: unknown): number {
  const { decoder_start_token_id: start, pad_token_id: padding } = config as Record<string, unknown>;
  return Number(start ?? padding ?? 0);
}
