import { quietPlaceAt } from '../../src/core/completion/quietPlaces';
import { none, type Row } from '../row';
import type { Repository } from './repositories';

/** Lines in code fences and front matter at whose end ghost text would appear; by a simple reading, line by line. */
export function quietPlacesOf(repositories: readonly Repository[]): Row[] {
  const lines = repositories.flatMap(({ documents }) => documents).flatMap(({ text }) => linesToKeepQuiet(text));
  const noisy = lines.filter(({ text, end }) => quietPlaceAt(text, end) === undefined);
  return [none(`line ends in fences and front matter with ghost text, of ${lines.length}`, noisy.length)];
}

function linesToKeepQuiet(text: string): { text: string; end: number }[] {
  const found: { text: string; end: number }[] = [];
  let fence: string | undefined;
  let isFrontMatter = false;
  let end = -1;
  for (const [index, line] of text.split('\n').entries()) {
    end += line.length + 1;
    const mark = /^(```+|~~~+)/.exec(line)?.[1];
    if (index === 0 && line === '---' && text.indexOf('\n---\n') > 0) isFrontMatter = true;
    else if (isFrontMatter && line === '---') isFrontMatter = false;
    else if (isFrontMatter) found.push({ text, end });
    else if (!fence && mark) fence = mark;
    else if (fence && mark && mark.length >= fence.length && mark[0] === fence[0] && line.trim() === mark)
      fence = undefined;
    else if (fence) found.push({ text, end });
  }
  // Markdown ends no fence at the end of a list, and this reading knows no lists: a fence that stays open is left out.
  return fence ? [] : found;
}
