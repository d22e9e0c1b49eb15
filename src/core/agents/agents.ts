import type { Agent } from './agent';
import { agentsMd } from './rules/agentsMd';
import { claude } from './rules/claude';
import { codex } from './rules/codex';
import { copilot } from './rules/copilot';
import { cursor } from './rules/cursor';
import { gemini } from './rules/gemini';

/** All agents whose rules are known. */
export const agents: readonly Agent[] = [codex, claude, copilot, cursor, gemini, agentsMd];
