/** Another extension that writes ghost text. */
export interface OtherGhostText {
  readonly name: string;
  /** Ids of the extensions, in any letter case. */
  readonly extensions: readonly string[];
  /** The setting that says where it writes. */
  readonly setting: string;
  /**
   * How the setting says so. By language: an object with true or false for each language id, and under `*` for others if the
   * extension reads that. Everywhere: true or false.
   */
  readonly kind: 'by language' | 'by language, without *' | 'everywhere';
}

/**
 * Read at the source on 2026-11-29: microsoft/vscode-copilot-chat, ggml-org/llama.vscode and continuedev/continue, package.json
 * and the code that reads the setting.
 */
export const OTHER_GHOST_TEXT: readonly OtherGhostText[] = [
  {
    name: 'GitHub Copilot',
    extensions: ['GitHub.copilot-chat', 'GitHub.copilot'],
    setting: 'github.copilot.enable',
    kind: 'by language',
  },
  {
    name: 'llama.vscode',
    extensions: ['ggml-org.llama-vscode'],
    setting: 'llama-vscode.languageSettings',
    kind: 'by language, without *',
  },
  {
    name: 'Continue',
    extensions: ['Continue.continue'],
    setting: 'continue.enableTabAutocomplete',
    kind: 'everywhere',
  },
];

/** Whether it writes in files of a language, by the value of its setting. */
export function writesIn({ kind }: OtherGhostText, value: unknown, language: string): boolean {
  if (kind === 'everywhere') return value !== false;
  const languages = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  return (languages[language] ?? (kind === 'by language' ? languages['*'] : undefined) ?? true) === true;
}

/** The value of its setting that turns it off in files of a language. Undefined where it can only be turned off everywhere. */
export function valueThatTurnsOff({ kind }: OtherGhostText, value: unknown, language: string): object | undefined {
  if (kind === 'everywhere') return undefined;
  return { ...(typeof value === 'object' ? value : {}), [language]: false };
}
