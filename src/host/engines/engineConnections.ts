import * as vscode from 'vscode';
import type { Engine, EngineInfo, EngineProfile } from '../../engines/engine';
import { connectEngine } from '../../engines/connectEngine';
import { EngineError } from '../../engines/engineError';
import { engineModelId } from '../../engines/engineModelId';
import { lookForEngine, type FoundEngine } from '../../engines/lookForEngine';
import { labelOf } from '../../core/models/modelLabel';
import { onDidChangeSettings, setting } from '../settings';
import { EngineConnection, type ConnectionState } from './engineConnection';
import { EngineConsents } from './engineConsents';
import { EngineKeys } from './engineKeys';
import { isSameProfile, originOf, profilesIn } from './engineProfiles';
import { ENGINE_SETTINGS, engineNameFor, type EngineRole } from './engineRoles';

/** Whether and how an engine can be asked now. */
export type EngineState =
  /** The settings list no engine of this name. */
  | { readonly kind: 'not listed' }
  /** The workspace is not trusted. */
  | { readonly kind: 'not allowed' }
  | { readonly kind: 'waits for consent' }
  | ConnectionState;

/** An engine that may be asked now. */
export interface EngineInUse {
  readonly name: string;
  /** The id that requests to it carry. */
  readonly id: string;
  /** Its model for the user, such as “Qwen2.5-7B (desk)”. */
  readonly label: string;
  readonly origin: string;
  /** In tokens; undefined while it is not known. */
  readonly contextLength: number | undefined;
  /** Whether its last request failed. */
  readonly isFailing: boolean;
}

/** Where consents and keys are kept. */
export interface EngineStorage {
  /** For all workspaces of this machine. */
  readonly memory: vscode.Memento;
  readonly secrets: vscode.SecretStorage;
}

/**
 * The engines of the settings, as far as they may be asked: none from a workspace that is not trusted, and none at an address that
 * the user has not consented to. Connects with each when it is asked first.
 */
export class EngineConnections implements vscode.Disposable {
  readonly #log: vscode.LogOutputChannel;
  readonly #isTrusted: () => boolean;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #connections = new Map<string, EngineConnection>();
  /** The key that each connection uses. */
  readonly #keys = new WeakMap<EngineConnection, string | undefined>();
  /** The failure of each engine that is in the log. */
  readonly #logged = new Map<string, string>();
  readonly #listeners: vscode.Disposable;
  readonly consents: EngineConsents;
  readonly keys: EngineKeys;

  /** Fires when an engine or its role may be in another state. */
  readonly onDidChange = this.#changed.event;

  /** @param isTrusted whether the workspace is trusted */
  constructor(
    { memory, secrets }: EngineStorage,
    log: vscode.LogOutputChannel,
    isTrusted: () => boolean = () => vscode.workspace.isTrusted,
  ) {
    this.#log = log;
    this.#isTrusted = isTrusted;
    this.consents = new EngineConsents(memory);
    this.keys = new EngineKeys(secrets);
    this.#listeners = vscode.Disposable.from(
      onDidChangeSettings(ENGINE_SETTINGS, () => this.#settingsChanged()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
      this.keys.onDidChange((origin) => void this.#keyChanged(origin)),
    );
  }

  dispose(): void {
    this.#listeners.dispose();
    for (const connection of this.#connections.values()) connection.close();
    this.#changed.dispose();
  }

  /** The engines that the settings list. */
  get profiles(): readonly EngineProfile[] {
    return profilesIn(setting('engines'));
  }

  get isTrusted(): boolean {
    return this.#isTrusted();
  }

  stateOf(name: string): EngineState {
    const profile = this.#profileOf(name);
    if (!profile) return { kind: 'not listed' };
    return this.#refusal(profile) ?? this.#connections.get(name)?.state ?? { kind: 'idle' };
  }

  /** The engine that the settings name for a role, if it may be asked now. */
  inUse(role: EngineRole, document: vscode.TextDocument | undefined): EngineInUse | undefined {
    const name = engineNameFor(role, document);
    const profile = name === '' ? undefined : this.#profileOf(name);
    if (!profile || this.#refusal(profile)) return undefined;
    const connection = this.#connections.get(name);
    return {
      name,
      id: engineModelId(name),
      label: this.labelOf(name),
      origin: originOf(profile),
      contextLength: connection?.lastInfo?.contextLength,
      isFailing: connection?.state.kind === 'failing',
    };
  }

  /** An engine's model for the user, such as “Qwen2.5-7B (desk)”; only the engine's name while its model is not known. */
  labelOf(name: string): string {
    const model = this.#connections.get(name)?.lastInfo?.model ?? this.#profileOf(name)?.model;
    return model === undefined ? name : `${labelOf(model)} (${name})`;
  }

  /** Connects with an engine unless that is done. Rejects when it may not be asked, or cannot be connected. */
  readonly engineOf = async (name: string, signal: AbortSignal): Promise<Engine> => {
    const profile = this.#profileOf(name);
    if (!profile) {
      const advice = 'Run “Left Context Models: Connect an Engine…”.';
      throw new EngineError('unable', `The setting leftContext.engines lists no engine “${name}”. ${advice}`);
    }
    const refusal = this.#refusal(profile);
    if (refusal) throw new EngineError('unable', REASONS[refusal.kind](profile));
    return this.#connectionWith(profile).engine(signal);
  };

  /** Begins to connect with an engine, so that it can answer soon. */
  connectSoon(name: string): void {
    // Whoever asks next is told what went wrong.
    void this.engineOf(name, new AbortController().signal).catch(() => undefined);
  }

  /**
   * Connects anew because the user wants it, whether or not text may be sent to the engine. Sends the requests that find out what it can
   * do, and nothing of any prompt.
   */
  async connect(profile: EngineProfile, signal: AbortSignal): Promise<EngineInfo> {
    this.#close((each) => each.name === profile.name);
    try {
      return (await this.#connectionWith(profile).engine(signal)).info;
    } catch (error) {
      // The next request tries again at once: the user may have started the engine meanwhile.
      this.#close((each) => each.name === profile.name);
      throw error;
    }
  }

  /**
   * Asks which engine answers at an address, and with which models. Sends no text.
   *
   * @param patienceMs how long to wait for each answer; by default as long as for an engine that is known
   */
  async lookFor(url: string, signal: AbortSignal, patienceMs?: number): Promise<FoundEngine> {
    return lookForEngine(url, { key: await this.keys.get(originOf({ url })) }, signal, patienceMs);
  }

  /** Lets text be sent to an address. */
  async allow(origin: string): Promise<void> {
    await this.consents.give(origin);
    this.#changed.fire();
  }

  /** Sends nothing to an address any more, and forgets its key. */
  async forget(origin: string): Promise<void> {
    await this.consents.takeBack(origin);
    await this.keys.set(origin, '');
    this.#close((profile) => originOf(profile) === origin);
  }

  #profileOf(name: string): EngineProfile | undefined {
    return this.profiles.find((profile) => profile.name === name);
  }

  #refusal(profile: EngineProfile): Refusal | undefined {
    if (!this.#isTrusted()) return { kind: 'not allowed' };
    return this.consents.has(originOf(profile)) ? undefined : { kind: 'waits for consent' };
  }

  #connectionWith(profile: EngineProfile): EngineConnection {
    const { name } = profile;
    const before = this.#connections.get(name);
    if (before && isSameProfile(before.profile, profile)) return before;
    before?.close();
    const connect = async (signal: AbortSignal) => {
      const key = await this.keys.get(originOf(profile));
      this.#keys.set(connection, key);
      return connectEngine(profile, { key }, signal);
    };
    const connection = new EngineConnection(profile, connect, () => {
      this.#logFailure(connection);
      this.#changed.fire();
    });
    this.#connections.set(name, connection);
    return connection;
  }

  /** Logs each failure of an engine once, until it works again. */
  #logFailure({ profile: { name }, state }: EngineConnection): void {
    if (state.kind === 'connected') this.#logged.delete(name);
    if (state.kind !== 'failing') return;
    const { message } = state.failure.error;
    if (this.#logged.get(name) !== message) this.#log.warn(`Engine ${name}: ${message}`);
    this.#logged.set(name, message);
  }

  #settingsChanged(): void {
    const { profiles } = this;
    this.#close((profile) => profiles.every((each) => !isSameProfile(each, profile)));
  }

  /** Closes the connections that use another key than the one that is stored now. */
  async #keyChanged(origin: string): Promise<void> {
    const key = await this.keys.get(origin);
    this.#close((profile, connection) => originOf(profile) === origin && this.#keys.get(connection) !== key);
  }

  #close(isMeant: (profile: EngineProfile, connection: EngineConnection) => boolean): void {
    for (const [name, connection] of this.#connections) {
      if (!isMeant(connection.profile, connection)) continue;
      connection.close();
      this.#connections.delete(name);
    }
    this.#changed.fire();
  }
}

type Refusal = Extract<EngineState, { kind: 'not allowed' | 'waits for consent' }>;

/** Why an engine is not asked, and what to do. */
const REASONS: Record<Refusal['kind'], (profile: EngineProfile) => string> = {
  'not allowed': ({ name }) =>
    `This workspace is not trusted, so nothing is sent to ${name}. Trust the workspace, or use a model on this machine.`,
  'waits for consent': (profile) =>
    `Nothing is sent to ${originOf(profile)} before you agree to it. Run “Left Context Models: Connect an Engine…”.`,
};
