import type { Finding } from '../finding';
import type { TemplateTag } from './templateTags';

const FOR = /^\s*for\s+(\w+)(?:\s*,\s*(\w+))?\s+in\b/;
/** “f.content” as all or the end of a line, with a label or a list mark before it. */
const BARE = /^([ \t>*+-]*(?:[\p{L}\p{N}_ *]{1,40}:[ \t*]*)?)(\w+)\.(\w+)[ \t]*$/gmu;
/** Names of files end so. */
const EXTENSION =
  /^(?:md|mdx|txt|json|jsonl|ya?ml|toml|py|js|ts|tsx|jsx|html?|css|csv|xml|sh|sql|log|pdf|go|rs|java|com|org|io)$/;

/** Variables of a loop of Jinja that stand in its body without braces, as all or the end of a line. */
export function bareLoopVariables(text: string, tags: readonly TemplateTag[]): Finding[] {
  const variables: string[] = [];
  const findings: Finding[] = [];
  const loops: number[] = [];
  for (const [index, { inner, isStatement, end }] of tags.entries()) {
    if (isStatement && /^\s*endfor\b/.test(inner)) variables.length = loops.pop() ?? 0;
    const loop = isStatement ? FOR.exec(inner) : undefined;
    if (loop) {
      loops.push(variables.length);
      variables.push(...loop.slice(1).filter((name) => name !== undefined));
    }
    if (variables.length === 0) continue;
    findings.push(...bareIn(text, end, tags[index + 1]?.start ?? end, variables));
  }
  return findings;
}

function bareIn(text: string, from: number, to: number, variables: readonly string[]): Finding[] {
  return Array.from(text.slice(from, to).matchAll(BARE)).flatMap(
    ({ index, 0: line, 1: before, 2: name, 3: attribute }) => {
      const lineEnd = from + index + line.length;
      if (lineEnd === to || !variables.includes(name!) || EXTENSION.test(attribute!)) return [];
      return [findingOf(name!, `${name}.${attribute}`, from + index + before!.length)];
    },
  );
}

function findingOf(variable: string, expression: string, start: number): Finding {
  const inBraces = `{{ ${expression} }}`;
  return {
    start,
    end: start + expression.length,
    message: `“${expression}” stands in a loop over “${variable}” without braces. The model reads this code instead of the value.`,
    fix: { title: `Write ${inBraces}`, edits: [{ offset: start, length: expression.length, text: inBraces }] },
  };
}
