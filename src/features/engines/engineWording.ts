import { escapeMarkdown } from '../shared/escapeMarkdown';
import { formatCount } from '../shared/formatNumbers';
import type { EngineRole } from '../../host/engines/engineRoles';
import type { EngineState } from '../../host/engines/engineConnections';
import type { EngineAbilities, EngineInfo, FoundEngine } from '../../host/engines/engineTypes';

/** What each role is called in a list, and what an engine in it is sent. */
export const ROLE_NAMES: Readonly<Record<EngineRole, { readonly title: string; readonly sent: string }>> = {
  ghostText: { title: 'Ghost text', sent: 'the text left of the caret, while you type and when you open a prompt' },
  expectation: {
    title: 'Surprise, effects and the next token',
    sent: 'the prompt or a part of it, when you ask for one of these',
  },
  counts: { title: 'Token counts', sent: 'each prompt whole, while you edit it' },
};

/** Something that engines may or may not be able to do. */
export interface AbilityInWords {
  /** The role that needs it; undefined for what no engine does. */
  readonly role: EngineRole | undefined;
  readonly what: string;
  readonly isThere: boolean;
  /** Why it is not there, or what to know of it; empty for nothing. */
  readonly note: string;
}

/** What an engine can be asked, and why it cannot be asked the rest. */
export function abilitiesInWords({ topTokens, scoring, tokenizes }: EngineAbilities): AbilityInWords[] {
  const listed =
    topTokens > 0 ? `the likeliest ${topTokens}, and how much all others have together` : 'it gives no probabilities';
  return [
    { role: 'ghostText', what: 'Writes ghost text', isThere: true, note: '' },
    { role: 'expectation', what: 'Next token', isThere: topTokens > 0, note: listed },
    {
      role: 'expectation',
      what: 'Surprise, influence and effects',
      isThere: scoring === 'tested',
      note: SCORING_NOTES[scoring],
    },
    {
      role: 'counts',
      what: 'Token counts',
      isThere: tokenizes,
      note: tokenizes ? '' : 'it does not divide texts into tokens',
    },
    { role: undefined, what: 'Attention', isThere: false, note: 'engines show none; models on this machine do' },
  ];
}

const SCORING_NOTES: Record<EngineAbilities['scoring'], string> = {
  tested: 'its probabilities of given words agree with what it writes',
  none: 'it does not say how likely given words are',
  wrong: 'its probabilities of given words contradict what it writes, so they are not used',
};

/** The roles that an engine can fill. */
export function possibleRoles({ topTokens, scoring, tokenizes }: EngineAbilities): EngineRole[] {
  const expects = topTokens > 0 || scoring === 'tested';
  return ['ghostText', ...(expects ? (['expectation'] as const) : []), ...(tokenizes ? (['counts'] as const) : [])];
}

/** “vLLM 0.32.0, reads 2,048 tokens” */
export function factsOf({ engine, contextLength }: Pick<EngineInfo, 'engine' | 'contextLength'>): string {
  return contextLength === undefined ? engine : `${engine}, reads ${formatCount(contextLength)} tokens`;
}

/** The models of an engine that was found, with how much they read. */
export function modelsOf({ models }: FoundEngine): string {
  return models
    .map(({ id, contextLength }) => (contextLength === undefined ? id : `${id} (${formatCount(contextLength)} tokens)`))
    .join(', ');
}

/** How it stands with an engine, in a few words. */
export function stateInWords(state: EngineState): string {
  switch (state.kind) {
    case 'not listed':
      return 'not among your engines';
    case 'not allowed':
      return 'not asked: this workspace is not trusted';
    case 'waits for consent':
      return 'not asked before you agree';
    case 'idle':
      return 'connects when it is needed';
    case 'connecting':
      return 'is being connected';
    case 'connected':
      return `${state.info.model}, ${factsOf(state.info)}`;
    case 'failing':
      return `fails: ${state.failure.error.message}`;
  }
}

/** An engine that is in use, for the tooltip of the status item. */
export interface DescribedEngine {
  readonly name: string;
  readonly url: string | undefined;
  /** Whether it runs on this machine. */
  readonly isHere: boolean;
  readonly roles: readonly EngineRole[];
  readonly state: EngineState;
}

/** What the status item says of an engine, in Markdown: that text leaves the editor, where to, what for, and what went wrong. */
export function engineTooltip(engine: DescribedEngine): string {
  const { name, url, state, roles } = engine;
  return [
    `**${escapeMarkdown(name)}**${url === undefined ? '' : ` at ${escapeMarkdown(url)}`}`,
    ...whatIsSent(engine),
    ...conditionOf(state).map((line) => escapeMarkdown(line)),
    ...(state.kind === 'connected' ? [abilityList(state.info, roles)] : []),
  ].join('\n\n');
}

function whatIsSent({ state, roles, isHere }: DescribedEngine): string[] {
  if (state.kind === 'not listed' || state.kind === 'not allowed' || state.kind === 'waits for consent')
    return ['Nothing is sent.'];
  const place = isHere ? 'to another program on this machine' : 'to another machine';
  return [
    `Text leaves the editor, ${place}:`,
    roles.map((role) => `- ${ROLE_NAMES[role].title}: ${ROLE_NAMES[role].sent}.`).join('\n'),
  ];
}

function conditionOf(state: EngineState): string[] {
  switch (state.kind) {
    case 'not listed':
      return ['The setting leftContext.engines lists no engine of this name. Click to connect one.'];
    case 'not allowed':
      return ['This workspace is not trusted, so no engine is asked. Trust it if you know where it is from.'];
    case 'waits for consent':
      return ['You have not agreed yet that text is sent there. Click to do so.'];
    case 'idle':
      return ['It is connected when it is needed.'];
    case 'connecting':
      return ['It is being connected.'];
    case 'connected':
      return [`${state.info.model}, on ${factsOf(state.info)}.`, ...noteOfUntried(state.info)];
    case 'failing':
      return [
        state.failure.error.message,
        `Meanwhile the model on this machine writes ghost text. The engine is asked again from ${timeOf(state.failure.retryAt)} on.`,
      ];
  }
}

/** Engines that Left Context was run with. */
const TRIED: readonly EngineInfo['kind'][] = ['vllm', 'llama-server'];

/** Says that an engine is known from its documentation alone, unless its scores have passed the self-test. */
function noteOfUntried({ kind, abilities }: EngineInfo): string[] {
  const isTried = TRIED.includes(kind) || abilities.scoring === 'tested';
  return isTried ? [] : ['Left Context knows this engine from its documentation and was never tried with it.'];
}

function abilityList({ abilities }: EngineInfo, roles: readonly EngineRole[]): string {
  const needed = abilitiesInWords(abilities).map(
    ({ what, isThere, note }) =>
      `- ${isThere ? '$(check)' : '$(close)'} ${escapeMarkdown(note === '' ? what : `${what}: ${note}`)}`,
  );
  const missing = roles.filter((role) => !possibleRoles(abilities).includes(role));
  const advice = missing.map(
    (role) => `\n\n${ROLE_NAMES[role].title} cannot come from it. Click to choose another engine for that.`,
  );
  return needed.join('\n') + advice.join('');
}

/** “14:03:12” */
function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toLocaleTimeString('en-GB');
}

/** “Qwen2.5-7B”, “desk (fails)”: the text of the status item without its icon. */
export function shortState(name: string, label: string, state: EngineState): string {
  switch (state.kind) {
    case 'connected':
    case 'idle':
      return label;
    case 'connecting':
      return `${name}…`;
    case 'failing':
      return `${name} fails`;
    default:
      return `${name} is not asked`;
  }
}

/** What somebody agrees to: what is sent, and where to. */
export function consentDetail(origin: string, isHere: boolean): string {
  const place = isHere
    ? 'That is a program on this machine.'
    : 'That is another machine; who runs it can read what you send.';
  return (
    `The text of your prompts is sent to ${origin}, for what you choose next: ghost text while you type and when you open a ` +
    `prompt, surprise, effects and the next token when you ask for them, and token counts. ${place} The texts that ghost text has ` +
    'learnt from your other prompts are not sent. You can take this back with “Left Context Models: Stop Using the Engine”.'
  );
}
