import type { PlantedFile } from './plantedFile';
import { PLANTED_AGENTS_FILES } from './plantedAgentsFiles';
import { PLANTED_MEMORY_FILES } from './plantedMemoryFiles';
import { PLANTED_SKILL_FILES } from './plantedSkillFiles';
import { PLANTED_WINDSURF_RULES } from './plantedWindsurfRules';

/** 40 files that exceed a limit of their kind. */
export const PLANTED_FILES: readonly PlantedFile[] = [
  ...PLANTED_AGENTS_FILES,
  ...PLANTED_MEMORY_FILES,
  ...PLANTED_SKILL_FILES,
  ...PLANTED_WINDSURF_RULES,
];
