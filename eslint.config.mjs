import tseslint from 'typescript-eslint';

// Which folder may import from which is checked by dependency-cruiser: .dependency-cruiser.cjs.
export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.vscode-host/', '.vscode-test/', '.engines/', 'training/work/'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['**/*.js', '**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
