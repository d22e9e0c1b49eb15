import { filler, type PlantedFile } from './plantedFile';

/** Code points of a file: https://docs.devin.ai/desktop/cascade/memories */
const LIMIT = 12_000;
const REST = ' Past the limit, nobody reads this.\nNor this.\n';
const FRONT_MATTER = '---\ntrigger: always_on\n---\n';

/** Rules of Windsurf that have too many characters. An emoji of two UTF-16 units is one. */
export const PLANTED_WINDSURF_RULES: readonly PlantedFile[] = [
  { name: 'ASCII', path: '.windsurfrules', within: filler(LIMIT), beyond: REST },
  { name: 'emoji', path: '.windsurfrules', within: '😀'.repeat(2_000) + filler(LIMIT - 2_000), beyond: REST },
  { name: 'emoji at the limit', path: '.windsurf/rules/a.md', within: `${filler(LIMIT - 1)}😀`, beyond: `😀${REST}` },
  {
    name: 'front matter, which counts',
    path: 'web/.windsurf/rules/style.md',
    within: FRONT_MATTER + filler(LIMIT - FRONT_MATTER.length),
    beyond: REST,
  },
  {
    name: 'CRLF, which counts twice',
    path: '.devin/rules/tests.md',
    within: filler(LIMIT, '\r\n'),
    beyond: REST.replaceAll('\n', '\r\n'),
  },
];
