import * as v from 'valibot';
import { answerAs } from './answerSchema';
import type { EngineKind } from './engine';
import { EngineError } from './engineError';
import { EngineHttp, type EngineAccess } from './http/engineHttp';
import { ASKING } from './http/patience';

/** A model that an engine offers. */
export interface OfferedModel {
  readonly id: string;
  /** In tokens; undefined where the engine does not say. */
  readonly contextLength: number | undefined;
}

/** An engine that answers at an address. */
export interface FoundEngine {
  readonly url: string;
  readonly kind: EngineKind;
  /** Name and version for the user. */
  readonly engine: string;
  readonly models: readonly OfferedModel[];
}

const listed = v.object({
  data: v.array(v.object({ id: v.string(), owned_by: v.optional(v.string()), max_model_len: v.nullish(v.number()) })),
});
const versioned = v.object({ version: v.string() });
const props = v.object({
  build_info: v.optional(v.string(), ''),
  default_generation_settings: v.object({ n_ctx: v.number() }),
});
const lmStudioModels = v.object({
  data: v.array(
    v.object({
      id: v.string(),
      type: v.optional(v.string()),
      max_context_length: v.optional(v.number()),
      loaded_context_length: v.optional(v.number()),
    }),
  ),
});
const ollamaModel = v.object({ model_info: v.nullish(v.record(v.string(), v.unknown())) });

/**
 * Asks which engine answers at an address, and with which models. Sends no text.
 *
 * @param patienceMs how long to wait for each answer
 * @throws an EngineError when nothing answers, when a key is needed, or when no engine answers there
 */
export async function lookForEngine(
  url: string,
  access: EngineAccess,
  signal: AbortSignal,
  patienceMs = ASKING.firstMs,
): Promise<FoundEngine> {
  const http = new EngineHttp(url, access);
  const patience = { firstMs: patienceMs, nextMs: patienceMs };
  const get = (path: string) => http.getJson(path, signal, patience);
  const list = answerAs(listed, await get('/v1/models'), http.host).data;
  const models = list.map(({ id, max_model_len: contextLength }) => ({
    id,
    contextLength: contextLength ?? undefined,
  }));
  if (models.length === 0)
    throw new EngineError('model', `The engine at ${http.host} offers no model. Load one there, then connect again.`);
  /** What another address of the engine answers; undefined when it has none such, or another one than expected. */
  const optional = async <Schema extends v.GenericSchema>(path: string, schema: Schema) => {
    try {
      return v.parse(schema, await get(path)) as v.InferOutput<Schema>;
    } catch {
      signal.throwIfAborted();
      return undefined;
    }
  };
  const owner = list[0]!.owned_by ?? '';
  const found = (kind: EngineKind, engine: string, offered: readonly OfferedModel[] = models): FoundEngine => ({
    url,
    kind,
    engine,
    models: offered,
  });
  if (owner === 'vllm') {
    const answer = await optional('/version', versioned);
    return found('vllm', named('vLLM', answer?.version));
  }
  if (owner === 'llamacpp') {
    const answer = await optional('/props', props);
    const contextLength = answer?.default_generation_settings.n_ctx;
    const build = answer?.build_info;
    return found(
      'llama-server',
      named('llama-server', build),
      models.map(({ id }) => ({ id, contextLength })),
    );
  }
  if (owner === 'sglang') {
    const answer = (await optional('/server_info', versioned)) ?? (await optional('/get_server_info', versioned));
    return found('sglang', named('SGLang', answer?.version));
  }
  const ollama = await optional('/api/version', versioned);
  if (ollama) return found('ollama', named('Ollama', ollama.version), await ollamaModels(models, http, signal));
  const lmStudio = await optional('/api/v0/models', lmStudioModels);
  if (lmStudio)
    return found(
      'lm-studio',
      'LM Studio',
      lmStudio.data
        .filter(({ type }) => type !== 'embeddings')
        .map(({ id, max_context_length: most, loaded_context_length: loaded }) => ({
          id,
          contextLength: loaded ?? most,
        })),
    );
  return found('openai', owner === 'me' ? 'llama-cpp-python' : 'An engine with OpenAI’s interface');
}

function named(name: string, version: string | undefined): string {
  return version ? `${name} ${version}` : name;
}

/** Ollama says of each model how long texts may be that it was trained on. */
function ollamaModels(
  models: readonly OfferedModel[],
  http: EngineHttp,
  signal: AbortSignal,
): Promise<readonly OfferedModel[]> {
  return Promise.all(
    models.map(async ({ id }) => {
      const answer = v.safeParse(
        ollamaModel,
        await http.postJson('/api/show', { model: id }, signal).catch(() => undefined),
      );
      const facts = Object.entries(answer.success ? (answer.output.model_info ?? {}) : {});
      const length = facts.find(([name]) => name.endsWith('.context_length'))?.[1];
      return { id, contextLength: typeof length === 'number' ? length : undefined };
    }),
  );
}
