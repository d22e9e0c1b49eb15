import { figure, none, type Row } from '../row';
import type { Observation, Severity } from './observation';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** What was seen in the files of each kind. Nothing may be seen in text, and no error where nobody chose a limit. */
export function rowsOfKinds(observations: readonly Observation[]): Row[] {
  const kinds = [...new Set(observations.map(({ kind }) => kind))].sort();
  return kinds.flatMap((kind) => {
    const files = observations.filter((each) => each.kind === kind);
    return kind === 'text' ? [...rowsOfKind(files), ...rowsOfText(files)] : rowsOfKind(files);
  });
}

function rowsOfKind(files: readonly Observation[]): Row[] {
  const lines = sum(files, 'lines');
  const name = `${files[0]!.kind}, ${amount(files.length, 'file')} of ${amount(lines, 'line')}`;
  const perThousandLines = (what: string, count: number) =>
    figure(`${name}: ${what} per 1,000 lines`, (count / lines) * 1_000);
  const withoutChosenLimit = files.filter(({ hasChosenLimit }) => !hasChosenLimit);
  return [
    ...SEVERITIES.map((severity) => perThousandLines(`${severity} diagnostics`, diagnostics(files, severity))),
    perThousandLines('marks where models stop reading', sum(files, 'marks')),
    figure(`${name}: share of characters shaded`, sum(files, 'shaded') / Math.max(1, sum(files, 'characters'))),
    none(`${name}: errors where nobody chose a limit`, diagnostics(withoutChosenLimit, 'error')),
  ];
}

function rowsOfText(files: readonly Observation[]): Row[] {
  return [
    none('text: diagnostics', diagnostics(files, ...SEVERITIES)),
    none('text: characters shaded', sum(files, 'shaded')),
    none('text: code lenses', sum(files, 'codeLenses')),
    none('text: marks where models stop reading', sum(files, 'marks')),
  ];
}

function diagnostics(files: readonly Observation[], ...severities: readonly Severity[]): number {
  const all = files.flatMap((file) => file.diagnostics);
  return all.filter(({ severity }) => severities.includes(severity)).length;
}

function sum(files: readonly Observation[], what: 'lines' | 'characters' | 'shaded' | 'codeLenses' | 'marks'): number {
  return files.reduce((total, file) => total + file[what], 0);
}

function amount(count: number, unit: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? unit : `${unit}s`}`;
}
