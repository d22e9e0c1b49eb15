import tseslint from 'typescript-eslint';

/** Who may import whom: ARCHITECTURE.md, "Rules". Each folder names what is closed to it. */
const closed = (files, patterns) => ({
  files,
  rules: {
    'no-restricted-imports': ['error', { patterns: patterns.map(([regex, message]) => ({ regex, message })) }],
  },
});

const node = ['^node:', 'node: imports belong in *.node.ts files.'];
const vscode = ['^vscode$', 'Only host, features and the entries know VS Code.'];
const models = ['^(@xenova|@huggingface|onnxruntime)', 'Models run in the inference process only.'];
const editor = ['/(host|features)/', 'The inference process and the shell know nothing of the editor.'];
const outOf = (...folders) => [`^\\.\\./(${folders.join('|')})/`, `Closed to this folder: ${folders.join(', ')}.`];

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
  closed(['src/core/**'], [node, vscode, models, ['^\\.\\./', 'core imports nothing outside itself.']]),
  // A folder in core may use what lies beside it.
  closed(['src/core/*/**'], [node, vscode, models, ['^\\.\\./\\.\\./', 'core imports nothing outside itself.']]),
  closed(['src/rpc/**'], [node, vscode, models, ['^\\.\\./', 'rpc imports nothing outside itself but its library.']]),
  closed(['src/contracts/**'], [node, vscode, models, outOf('host', 'features', 'inference', 'rpc')]),
  closed(['src/inference/**'], [node, vscode, editor]),
  closed(['src/inference/**/*.node.ts'], [vscode, editor]),
  closed(['src/hub/**'], [node, vscode, models, outOf('host', 'features', 'inference', 'rpc', 'cli')]),
  closed(['src/hub/**/*.node.ts'], [vscode, models, outOf('host', 'features', 'inference', 'rpc', 'cli')]),
  closed(['src/cli/**'], [vscode, editor]),
  closed(['src/*.ts'], [node, models, outOf('rpc', 'inference')]),
  closed(['src/host/**'], [node, models, outOf('features', 'inference')]),
  closed(['src/host/**/*.node.ts'], [models, outOf('features', 'inference')]),
  closed(['src/features/**'], [node, models, outOf('rpc', 'inference')]),
  closed(
    ['media/**'],
    [node, vscode, models, ['/(host|features|inference|rpc)/', 'Pages know core and contracts only.']],
  ),
);
