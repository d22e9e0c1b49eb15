// What may import what, as ARCHITECTURE.md says under "Rules". `npm run lint` checks it.
const MODELS = '^node_modules/(@xenova|@huggingface|onnxruntime)';

/** One folder of src/, and the other folders that its files may import from. */
const room = (name, ...others) => ({
  name: `${name} imports from ${others.length === 0 ? 'no other folder' : others.join(', ')}`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: '^(src|media|bench|test|scripts)/', pathNot: `^src/(${[name, ...others].join('|')})/` },
});

module.exports = {
  forbidden: [
    room('core'),
    room('rpc'),
    room('contracts', 'core'),
    room('inference', 'core', 'contracts', 'rpc'),
    room('hub', 'core'),
    room('engines', 'core', 'contracts'),
    room('cli', 'core', 'contracts', 'hub', 'engines', 'inference'),
    room('host', 'core', 'contracts', 'hub', 'engines', 'rpc'),
    room('features', 'core', 'contracts', 'host'),
    {
      name: 'pages import from core and contracts',
      severity: 'error',
      from: { path: '^media/' },
      to: { path: '^(src|bench|test|scripts)/', pathNot: '^src/(core|contracts)/' },
    },
    {
      name: 'the entries build host and features',
      comment: 'Only a forked process and the command line run models.',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$' },
      to: { path: '^(src/(inference|hub|engines|cli|rpc)|media)/' },
    },
    {
      name: 'only host and features know VS Code',
      severity: 'error',
      from: { path: '^(src/(core|contracts|rpc|inference|hub|engines|cli)|media)/' },
      to: { path: '^(vscode$|node_modules/@types/vscode/)' },
    },
    {
      name: 'only inference runs models',
      severity: 'error',
      from: { path: '^(src|media)/', pathNot: '^src/inference/' },
      to: { path: MODELS },
    },
    {
      name: 'Node modules belong in *.node.ts',
      comment: 'All else runs in a browser, too.',
      severity: 'error',
      from: { path: '^(src|media)/', pathNot: '\\.node\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no circles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    // Types make circles, too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
