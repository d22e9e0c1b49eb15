import { placeholdersIn, type Placeholder } from '../../text/findPlaceholders';
import { hideWhatHoldsNoPlaceholders } from '../../text/hideWhatHoldsNoPlaceholders';
import { isInCode, lineBefore } from './codeAround';
import type { Finding } from '../finding';

/** {{name} and {name}} */
const HALF =
  /(?<![{$\\\w])(?:\{\{[ \t]*(\$?[A-Za-z_][\w.]{0,60})[ \t]*\}|\{[ \t]*(\$?[A-Za-z_][\w.]{0,60})[ \t]*\}\})(?!\})/g;

/** Placeholders with one brace too few, in a text that writes the others with two; or the reverse. */
export function oddBraces(text: string): Finding[] {
  if (!text.includes('{')) return [];
  const visible = hideWhatHoldsNoPlaceholders(text);
  const placeholders = placeholdersIn(text).map((each) => ({
    ...each,
    source: text.slice(each.span.start, each.span.end),
  }));
  const doubled = placeholders.filter(({ source }) => source.startsWith('{{'));
  const single = placeholders.filter(({ source }) => /^\{[^{]/.test(source));
  return [...halves(visible, doubled), ...oddOnes(text, visible, doubled, single)];
}

interface WrittenPlaceholder extends Placeholder {
  readonly source: string;
}

/** {{name} or {name}}, where nothing else on the line opens or closes a brace. */
function halves(visible: string, doubled: readonly WrittenPlaceholder[]): Finding[] {
  if (doubled.length === 0) return [];
  return Array.from(visible.matchAll(HALF)).flatMap((match) => {
    const start = match.index;
    const end = start + match[0].length;
    const around = `${lineBefore(visible, start)} ${/^.{0,500}/.exec(visible.slice(end, end + 500))![0]}`;
    const rest = around.replace(/\{\{[^{}]{0,200}\}\}/g, '');
    const name = (match[1] ?? match[2])!;
    const isKnown = name.length > 2 && !/[{}]/.test(rest) && !isInCode(visible, start);
    return isKnown ? [findingOf(match[0], start, `{{${spaced(doubled[0]!.source, name)}}}`)] : [];
  });
}

/** {name} where all others are doubled and {{name}} is among them; or {{name}} where all others are single. */
function oddOnes(
  text: string,
  visible: string,
  doubled: readonly WrittenPlaceholder[],
  single: readonly WrittenPlaceholder[],
): Finding[] {
  const [odd, model] = single.length < doubled.length ? [single, doubled] : [doubled, single];
  const [only] = odd;
  const same = model.find(({ name }) => name === only?.name);
  const others = new Set(model.map(({ name }) => name));
  if (odd.length !== 1 || !only || !same || others.size < 3) return [];
  // Doubled braces elsewhere, as in {{"a": 1}}, show that they are to reach the model as single ones.
  const escapes = model === single && visible.split('{{').length > 2;
  const { start, end } = only.span;
  const isInPath = /[/.`"'$-]/.test(text[start - 1] ?? '') || /[/`"'$-]/.test(text[end] ?? '');
  return escapes || isInPath || isInCode(text, start) ? [] : [findingOf(only.source, start, same.source)];
}

function spaced(model: string, name: string): string {
  return /^\{\{\s/.test(model) ? ` ${name} ` : name;
}

function findingOf(source: string, start: number, replacement: string): Finding {
  return {
    start,
    end: start + source.length,
    message: `“${source}” has other braces than the placeholders around it, such as “${replacement}”. Nothing fills it, so the model reads the bare placeholder.`,
    fix: { title: `Write ${replacement}`, edits: [{ offset: start, length: source.length, text: replacement }] },
  };
}
