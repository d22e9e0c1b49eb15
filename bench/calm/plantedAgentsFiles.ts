import { BYTE_ORDER_MARK, filler, type PlantedFile } from './plantedFile';

/** What Codex reads of a chain, in bytes: https://developers.openai.com/codex/guides/agents-md */
const LIMIT = 32_768;
const REST = ' Past the limit, nobody reads this.\nNor this.\n';
const PATH = 'AGENTS.md';
const DEEP = 'services/billing/api/v2/AGENTS.md';

/** AGENTS.md files alone and in chains. In UTF-8, é has 2 bytes, テ 3 and 😀 4; a character that is cut is not read. */
export const PLANTED_AGENTS_FILES: readonly PlantedFile[] = [
  { name: 'ASCII', path: PATH, within: filler(LIMIT), beyond: REST },
  { name: 'CRLF', path: PATH, within: filler(LIMIT, '\r\n'), beyond: REST.replaceAll('\n', '\r\n') },
  { name: 'byte order mark', path: PATH, within: BYTE_ORDER_MARK + filler(LIMIT - 3), beyond: REST },
  {
    name: 'byte order mark and CRLF',
    path: PATH,
    within: BYTE_ORDER_MARK + filler(LIMIT - 3, '\r\n'),
    beyond: REST.replaceAll('\n', '\r\n'),
  },
  { name: 'é before the cut', path: PATH, within: `${filler(LIMIT - 4)}éé`, beyond: `é${REST}` },
  { name: 'é cut after 1 byte', path: PATH, within: filler(LIMIT - 1), beyond: `é${REST}` },
  { name: 'テ cut after 1 byte', path: PATH, within: filler(LIMIT - 1), beyond: `テスト${REST}` },
  {
    name: 'テ cut after 2 bytes, in Japanese',
    path: PATH,
    // 13 × 3 bytes and a line break; 819 such lines have 32,760 bytes.
    within: `${'テストをいつも緑に保つこと\n'.repeat(819)}テス`,
    beyond: `テ${REST}`,
  },
  { name: '😀 cut after 3 bytes', path: PATH, within: `😀${filler(LIMIT - 7)}`, beyond: `😀${REST}` },
  { name: 'cut inside a joined emoji', path: PATH, within: `${filler(LIMIT - 4)}👩`, beyond: `\u200D💻${REST}` },
  { name: 'end of a line at the cut', path: PATH, within: filler(LIMIT), beyond: `\n${REST}` },
  { name: 'chain of 2', path: `src/${PATH}`, within: filler(12_768), beyond: REST, others: { [PATH]: filler(20_000) } },
  {
    name: 'chain of 3, others in é and CRLF',
    path: `src/app/${PATH}`,
    within: filler(12_768),
    beyond: REST,
    others: { [PATH]: 'é'.repeat(5_000), [`src/${PATH}`]: filler(10_000, '\r\n') },
  },
  {
    name: 'chain of 3 over 5 folders',
    path: DEEP,
    within: filler(2_768),
    beyond: REST,
    others: {
      [PATH]: filler(20_000),
      [`services/billing/${PATH}`]: filler(10_000),
      [`services/web/${PATH}`]: filler(900),
    },
  },
  {
    name: 'all used up above',
    path: DEEP,
    within: '',
    beyond: `None of it.${REST}`,
    others: { [PATH]: filler(LIMIT + 9) },
  },
  {
    name: 'short override above, which hides a long file',
    path: `src/${PATH}`,
    within: filler(LIMIT - 100),
    beyond: REST,
    others: { [PATH]: filler(40_000), 'AGENTS.override.md': filler(100) },
  },
  {
    name: 'override, which hides a short file',
    path: 'src/AGENTS.override.md',
    within: filler(22_768),
    beyond: REST,
    others: { [PATH]: filler(10_000), [`src/${PATH}`]: filler(50) },
  },
  {
    name: 'submodule, whose .git is a file',
    path: `modules/core/lib/${PATH}`,
    within: filler(LIMIT - 500),
    beyond: REST,
    others: {
      [PATH]: filler(30_000),
      'modules/core/.git': 'gitdir: ../../.git/modules/core\n',
      [`modules/core/${PATH}`]: filler(500),
    },
  },
  {
    name: 'byte order marks in a chain of 2',
    path: `src/${PATH}`,
    within: BYTE_ORDER_MARK + filler(LIMIT - 1_000 - 3),
    beyond: REST,
    others: { [PATH]: BYTE_ORDER_MARK + filler(997) },
  },
];
