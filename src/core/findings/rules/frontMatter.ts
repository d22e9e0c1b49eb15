import { frontMatterLength } from '../../text/frontMatter';
import { shift } from '../../text/span';
import type { CheckedPrompt } from '../checkedPrompt';
import type { Finding, Fix } from '../finding';
import { fieldNamed, frontMatterOf, type FrontMatter } from '../files/frontMatterFields';
import { hostOfFrontMatter, type FrontMatterHost } from '../files/hostOfFrontMatter';
import type { Rule } from '../rule';
import { yamlFaultsIn, type YamlFault } from '../files/yamlFaults';

/** Finds front matter that its host cannot read, or that lacks what the host requires. */
export const frontMatter: Rule = {
  id: 'front-matter',
  title: 'Front matter that its host cannot read',
  isOnByDefault: true,
  reads: 'file',
  find({ text, file }: CheckedPrompt): Finding[] {
    const host = hostOfFrontMatter(file);
    if (!host) return [];
    if (frontMatterLength(text) === 0) return withoutFrontMatter(text, host);
    const matter = frontMatterOf(text);
    if (!matter) return [];
    const faults = yamlFaultsIn(matter.yaml, host.asWritten);
    if (faults.length > 0) return faults.map((fault) => notYaml(fault, matter, host));
    return [
      ...withoutRequired(matter, host),
      ...(file.kind === 'skill' && host.required.length > 0 ? longNameOfSkill(matter) : []),
    ];
  },
};

const FIRST_FIELD = /[A-Za-z][\w-]*:(?=[ \t\n])/.source;
/** Front matter that begins on the first line. */
const OPENED = new RegExp(String.raw`^---[ \t]*\n${FIRST_FIELD}`);
/** Front matter behind blank lines, a comment or the opening line of a fence. */
const TOO_LATE = new RegExp(String.raw`^(?:\s{1,99}|<!--[^]{0,999}?-->\s*|\`\`\`+\w*\n)---[ \t]*\n${FIRST_FIELD}`);

function withoutFrontMatter(text: string, host: FrontMatterHost): Finding[] {
  if (OPENED.test(text)) return [atTop(text, `This front matter is not closed by a line “---”. ${host.effect}`)];
  const late = TOO_LATE.exec(text)?.[0];
  if (late) {
    const start = late.lastIndexOf('---');
    const message = `Something stands before this front matter, so it is none. ${host.effect}`;
    return [{ start, end: start + 3, message }];
  }
  if (host.usual.length === 0 || !host.isSureOfKind) return [];
  return [atTop(text, `This file has no front matter with ${named(host.usual)}. ${host.effect}`)];
}

function notYaml({ quoted, reason, ...place }: YamlFault, { start }: FrontMatter, host: FrontMatterHost): Finding {
  const fix: Fix | undefined = quoted && {
    title: 'Put the value in quotes',
    edits: [{ offset: start + quoted.value.start, length: quoted.value.end - quoted.value.start, text: quoted.text }],
  };
  return { ...shift(place, start), message: `This front matter is not YAML: ${reason}. ${host.effect}`, fix };
}

function withoutRequired(matter: FrontMatter, host: FrontMatterHost): Finding[] {
  const missing = host.required.filter((name) => fieldNamed(matter, name)?.isEmpty ?? true);
  if (missing.length === 0) return [];
  return [{ start: 0, end: 3, message: `This front matter has no ${named(missing)}. ${host.effect}` }];
}

const LONGEST_NAME = 64;

function longNameOfSkill(matter: FrontMatter): Finding[] {
  const { value: name, valueSpan } = fieldNamed(matter, 'name') ?? {};
  if (!valueSpan || typeof name !== 'string' || name.length <= LONGEST_NAME) return [];
  return [{ ...valueSpan, message: `This name has more than ${LONGEST_NAME} characters. Codex skips such a skill.` }];
}

function atTop(text: string, message: string): Finding {
  return { start: 0, end: Math.max(text.search(/\n|$/), 1), message };
}

function named(names: readonly string[]): string {
  return names.map((name) => `“${name}”`).join(' and ');
}
