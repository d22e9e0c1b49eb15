import { AutoModel, AutoModelForCausalLM, AutoModelForMaskedLM, AutoModelForSeq2SeqLM } from '@xenova/transformers';
import type { InferenceSession } from 'onnxruntime-node';
import type { Dtype } from '../../core/models/preferredWeightPrecision';
import type { Variant } from '../../core/models/availableModelVariants';
import type { ModelSpec } from '../../core/models/modelSpec';
import { bestVariant } from './refuseFolderWithoutGraph.node';
import { decoderStartToken } from './decoderStartToken';
import { GraphError } from './graphError';
import { refuseTokenizerLargerThanVocabulary } from './refuseTokenizerLargerThanVocabulary';
import { unknownModelType } from './refuseUnknownModelType';
import { refuseUnusableGraph } from './refuseUnusableGraph';
import type { Graph } from './openedGraph';
import type { ModelFolder } from './findModelById.node';
import { exposedValuesOf } from './onnxRuntime.node';
import { loadTokenizer } from '../tokens/loadTokenizer';
import type { Tokenizer } from '../tokens/tokenizer';
import { sessionOptions } from './sessionOptions.node';

/** A model ready to run. */
export interface LoadedModel extends Graph {
  readonly spec: ModelSpec;
  readonly tokenizer: Tokenizer;
  /** Parsed config.json. */
  readonly config: unknown;
  /** Path of its graph. */
  readonly file: string;
  /** Options that its sessions are opened with. */
  readonly options: InferenceSession.SessionOptions;
  /** Set for a text-to-text model, whose encoder is the graph above. */
  readonly decoder?: Decoder;
}

/** The decoder of a text-to-text model. */
export interface Decoder extends Graph {
  /** Id of the token that every output begins with. */
  readonly start: number;
}

const ARCHITECTURES = {
  causal: AutoModelForCausalLM,
  masked: AutoModelForMaskedLM,
  encoder: AutoModel,
  'text-to-text': AutoModelForSeq2SeqLM,
};

/** Loads a model's tokenizer and graphs from its folder. Throws when one is missing or does not fit the model. */
export async function loadModel(
  folder: ModelFolder,
  threads: number,
  loadingTokenizer: Promise<Tokenizer> = loadTokenizer(folder.path),
): Promise<LoadedModel> {
  const { spec, config } = folder;
  const variant = await bestVariant(folder);
  const options = sessionOptions(threads);
  const [tokenizer, sessions] = await Promise.all([loadingTokenizer, openSessions(folder, variant, options)]);
  refuseTokenizerLargerThanVocabulary(tokenizer, folder);
  const [graph, decoder] = sessions.map((session) => ({ session, ...exposedValuesOf(session) }));
  refuseUnusableGraph(graph!, spec, variant.files[0]!);
  const model = { spec, tokenizer, config, file: `${folder.path}/${variant.files[0]}`, options, ...graph! };
  if (!decoder) return model;
  refuseUnusableGraph(decoder, spec, variant.files[1]!);
  return { ...model, decoder: { ...decoder, start: decoderStartToken(config) } };
}

/** Opens the model's sessions, in the order of the variant's graphs. transformers.js's own run() drops unknown outputs. */
async function openSessions(
  { path, spec, isOfExtension }: ModelFolder,
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
    if (error instanceof GraphError) throw isOfExtension ? error.ofExtension() : error;
    throw unknownModelType(spec.label, path, error);
  });
  const sessions = model.sessions as Record<string, InferenceSession>;
  return stems.length === 1 ? [sessions['model']!] : [sessions['model']!, sessions['decoder_model_merged']!];
}
