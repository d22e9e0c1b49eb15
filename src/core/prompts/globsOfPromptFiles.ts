import { PROMPT_FILE_KINDS, type PathPattern } from './promptFileKinds';

/** Globs without braces that all kinds of prompt files fit, and some other files: ask `promptFileKind` about each one found. */
export function globsOfPromptFiles(): string[] {
  return PROMPT_FILE_KINDS.flatMap(({ patterns }) => patterns.flatMap(globsOf));
}

/** Globs for YAML files that are likely to hold prompts. Most YAML of a workspace holds none, and reading it all takes long. */
export const YAML_OF_PROMPTS = ['yaml', 'yml'].flatMap((ending) => [
  `**/*prompt*.${ending}`,
  `**/*agent*.${ending}`,
  `**/*prompt*/**/*.${ending}`,
]);

function globsOf(pattern: PathPattern): string[] {
  if ('name' in pattern) return [`**/${pattern.name}`];
  const { endings, folders = [''] } = pattern;
  return folders.flatMap((folder) =>
    endings.map((ending) => (folder ? `**/${folder}/**/*${ending}` : `**/*${ending}`)),
  );
}
