import type { Inference } from '../contracts/inference';
import { connectEngine } from '../engines/connectEngine';
import type { EngineInfo } from '../engines/engine';
import { isPlainHttpElsewhere, normalizedAddress } from '../engines/engineAddress';
import { engineModelId } from '../engines/engineModelId';
import { remoteInference } from '../engines/remoteInference';
import { inferenceService } from '../inference/inferenceService';
import type { ModelCache } from '../inference/models/modelCache';
import type { CliOptions } from './commandLineOptions.node';

/** Variable of the environment with the key of the engine: an option would show in lists of processes. */
const KEY = 'LEFT_CONTEXT_ENGINE_KEY';

/** A model that answers a command, on this machine or at an engine. */
export interface Answering {
  readonly inference: Inference;
  /** What requests name. */
  readonly model: string;
  /** What output names. */
  readonly name: string;
  /** Undefined for a model on this machine. */
  readonly engine: EngineInfo | undefined;
}

/** Connects to the engine that --engine names; without it, the model on this machine that --model names, or `usual`. */
export async function whoAnswers(models: ModelCache, options: CliOptions, usual: string): Promise<Answering> {
  if (options.engine === undefined) {
    const model = options.model ?? usual;
    return { inference: inferenceService(models), model, name: model, engine: undefined };
  }
  const url = normalizedAddress(options.engine);
  if (isPlainHttpElsewhere(url))
    console.error(
      `left-context: ${new URL(url).host} is not on this machine, and others on the way can read what is sent there.`,
    );
  const access = { key: process.env[KEY] };
  const engine = await connectEngine({ name: url, url, model: options.model }, access, new AbortController().signal);
  const inference = remoteInference(() => Promise.resolve(engine));
  return { inference, model: engineModelId(url), name: engine.info.model, engine: engine.info };
}
