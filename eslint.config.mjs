import tseslint from 'typescript-eslint';

/** Who may import whom: ARCHITECTURE.md, "Rules". Each folder names what is closed to it. */
const closed = (files, patterns) => ({
  files,
  rules: {
    'no-restricted-imports': ['error', { patterns: patterns.map(([regex, message]) => ({ regex, message })) }],
  },
});

const node = ['^node:', 'node: imports belong in *.node.ts files.'];
const vscode = ['^vscode$', 'Only host, features and the entries may import vscode.'];
const models = ['^(@xenova|@huggingface|onnxruntime)', 'Only the inference process may run models.'];
const dom = ['/media/', 'Only pages may import from media.'];
/** Closes the rooms of src/ named, from whatever depth they are imported. */
const outOf = (...rooms) => [
  `^(\\.\\./)+(src/)?(${rooms.join('|')})/`,
  `This folder may not import from: ${rooms.join(', ')}.`,
];

/** The rules of one room of src/; its *.node.ts files may also import Node's own modules. */
const room = (name, patterns) => [
  closed([`src/${name}/**`], [node, dom, ...patterns]),
  closed([`src/${name}/**/*.node.ts`], [dom, ...patterns]),
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.vscode-host/', '.vscode-test/', 'training/work/'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['**/*.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  ...room('core', [vscode, models, outOf('contracts', 'rpc', 'inference', 'hub', 'cli', 'host', 'features')]),
  ...room('rpc', [vscode, models, outOf('core', 'contracts', 'inference', 'hub', 'cli', 'host', 'features')]),
  ...room('contracts', [vscode, models, outOf('rpc', 'inference', 'hub', 'cli', 'host', 'features')]),
  ...room('inference', [vscode, outOf('hub', 'cli', 'host', 'features')]),
  ...room('hub', [vscode, models, outOf('contracts', 'rpc', 'inference', 'cli', 'host', 'features')]),
  ...room('cli', [vscode, outOf('rpc', 'host', 'features')]),
  ...room('host', [models, outOf('inference', 'cli', 'features')]),
  ...room('features', [models, outOf('rpc', 'inference', 'hub', 'cli')]),
  closed(['src/*.ts'], [node, models, dom, ['^\\./(rpc|inference|hub|cli)/', 'Entries build host and features only.']]),
  closed(['media/**'], [node, vscode, models, outOf('rpc', 'inference', 'hub', 'cli', 'host', 'features')]),
);
