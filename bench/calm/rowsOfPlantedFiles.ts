import { all, type Row } from '../row';
import type { Observation } from './observation';
import { placeOf, type PlantedFile } from './plantedFile';

/** How many planted files were reported, and how many at the right place by one warning; a row names what was not. */
export function rowsOfPlantedFiles(
  planted: readonly PlantedFile[],
  observations: readonly (Observation | null)[],
): Row[] {
  const isReported = (index: number) => (observations[index]?.diagnostics.length ?? 0) > 0;
  return [
    row('reported', planted, (_, index) => isReported(index)),
    row('reported at the right place, by one warning', planted, (file, index) => isRight(file, observations[index])),
  ];
}

function row(what: string, planted: readonly PlantedFile[], holds: (file: PlantedFile, index: number) => boolean): Row {
  const missed = planted.filter((file, index) => !holds(file, index));
  const names = missed.map(({ path, name }) => `${path} (${name})`).join(', ');
  const found = planted.length - missed.length;
  return all(`planted files ${what}${names && `; not ${names}`}`, found, planted.length);
}

function isRight(file: PlantedFile, observation: Observation | null | undefined): boolean {
  const [diagnostic, ...more] = observation?.diagnostics ?? [];
  if (!diagnostic || more.length > 0 || diagnostic.severity !== 'warning') return false;
  const place = placeOf(file);
  return diagnostic.start.line === place.line && diagnostic.start.character === place.character;
}
