import type * as vscode from 'vscode';
import { setting, type Settings } from '../settings';

/** What an engine can be used for. Each role has a setting of its own. */
export const ENGINE_ROLES = ['ghostText', 'expectation', 'counts'] as const;
export type EngineRole = (typeof ENGINE_ROLES)[number];

/** Where each role's engine is named. */
export const SETTING_OF_ROLE = {
  ghostText: 'engine.ghostText',
  expectation: 'engine.expectation',
  counts: 'engine.counts',
} as const satisfies Record<EngineRole, keyof Settings>;

/** Settings that decide which engine is asked for what. */
export const ENGINE_SETTINGS: readonly (keyof Settings)[] = ['engines', ...Object.values(SETTING_OF_ROLE)];

/** Name of the engine that the settings name for a role; empty for a model on this machine. */
export function engineNameFor(role: EngineRole, document: vscode.TextDocument | undefined): string {
  switch (role) {
    case 'ghostText':
      return setting('engine.ghostText', document);
    case 'expectation':
      return setting('engine.expectation', document);
    case 'counts':
      return setting('engine.counts', document);
  }
}
