import { PROMPT_FILE_KINDS, type PathPattern } from './promptFileKinds';

/** Globs that VS Code matches with all paths of `promptFileKind`, and with READMEs beside them, for document selectors. */
export const PROMPT_FILE_GLOBS: readonly string[] = PROMPT_FILE_KINDS.flatMap((kind) => kind.patterns.flatMap(globs));

function globs(pattern: PathPattern): string[] {
  if ('name' in pattern) return [`**/${pattern.name}`];
  const folders = pattern.folders?.map((folder) => `**/${inAnyCase(folder)}/**`) ?? ['**'];
  return folders.flatMap((folder) => pattern.endings.map((ending) => `${folder}/*${inAnyCase(ending)}`));
}

/** VS Code's globs distinguish upper and lower case, so each letter becomes a choice of both: m is [mM]. */
function inAnyCase(text: string): string {
  return text.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}
