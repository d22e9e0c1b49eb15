const FRONT_MATTER = /^(?<fence>---|\+\+\+)[ \t]*\r?\n[\s\S]*?\n\k<fence>[ \t]*(?:\r?\n|$)/;

/** UTF-16 code units of the front matter at the top of a text, in YAML or TOML, with its last line break; 0 for none. */
export function frontMatterLength(text: string): number {
  return FRONT_MATTER.exec(text)?.[0].length ?? 0;
}
