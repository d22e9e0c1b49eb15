import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strace } from '../../scripts/lib/system';
import { exportWith, removeExports } from '../helpers/exports';
import { root } from '../helpers/fixtures';
import { skipWithoutStrace } from '../helpers/tracing';

/** Files that repositories on the hub have beside a graph, and files that could run code if something read them. */
const BAIT = [
  'pytorch_model.bin',
  'model.pkl',
  'model.safetensors',
  'modeling_evil.py',
  'custom.js',
  'tokenizer.js',
  'package.json.js',
  'libcustom.so',
  'onnx/libcustom.so',
  'onnx/model.pkl',
];
const READABLE = /\.(?:json|onnx|onnx_data)$/;

suite('only ONNX and JSON files of a model folder are opened', () => {
  suiteSetup(function () {
    skipWithoutStrace(this);
  });
  suiteTeardown(removeExports);

  for (const [command, family, graphs, expected] of [
    ['complete', 'gpt2', ['decoder_model_merged'], ['config.json', 'onnx/decoder_model_merged.onnx', 'tokenizer.json']],
    ['attend', 'gpt2', ['model'], ['config.json', 'onnx/model.onnx', 'tokenizer.json']],
    ['attend', 'bert', ['model'], ['config.json', 'onnx/model.onnx', 'tokenizer.json']],
    [
      'attend',
      'bert/external',
      ['model'],
      ['config.json', 'onnx/model.onnx', 'onnx/model.onnx_data', 'tokenizer.json'],
    ],
  ] as const) {
    test(`${command} with the graph ${graphs.join()} of ${family}`, () => {
      const folder = exportWith(family, graphs);
      for (const name of BAIT) writeFileSync(path.join(folder, name), 'import os; os.abort()');
      const more = command === 'complete' ? ['--confidence', '0'] : [];
      const opened = openedBy([command, '--json', ...more, '--model', folder, '-'], folder);
      for (const name of expected) assert.ok(opened.includes(name), `${name} is not among ${opened.join(', ')}`);
      assert.deepEqual(
        opened.filter((name) => !READABLE.test(name)),
        [],
      );
    });
  }

  test('any other file that is opened would be noticed', () => {
    const folder = exportWith('gpt2', ['model']);
    writeFileSync(path.join(folder, 'model.pkl'), '');
    const script = `fs.readFileSync(${JSON.stringify(path.join(folder, 'model.pkl'))})`;
    assert.deepEqual(opened(['-e', script], folder), ['model.pkl']);
  });
});

/** Files of the folder that the command line program opens or runs. */
function openedBy(args: readonly string[], folder: string): string[] {
  return opened([path.join(root, 'dist', 'cli.js'), ...args], folder);
}

/** Files of the folder that Node.js opens or runs with these arguments, by relative path. */
function opened(args: readonly string[], folder: string): string[] {
  const temporary = mkdtempSync(path.join(tmpdir(), 'left-context-trace-'));
  try {
    const lines = path.join(temporary, 'trace.txt');
    const tracer = [
      '-f',
      '--seccomp-bpf',
      '-s',
      '4096',
      '-e',
      'trace=open,openat,openat2,execve,execveat',
      '-o',
      lines,
    ];
    const { status, stderr } = spawnSync(strace(), [...tracer, process.execPath, ...args], {
      input: 'You are an expert in',
      maxBuffer: 1 << 28,
    });
    // 1 says that there is no completion: random weights may put no whole word together.
    assert.ok(status === 0 || status === 1, stderr.toString());
    return filesIn(readFileSync(lines, 'utf8'), folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Relative paths of files in the folder that a trace names, without folders that are only listed. */
function filesIn(trace: string, folder: string): string[] {
  const calls = trace.split('\n').filter((line) => !line.includes('O_DIRECTORY'));
  const names = calls.flatMap((line) => {
    const [, file] = /\b(?:open|openat2?|execve|execveat)\((?:\w+, )?"([^"]*)"/.exec(line) ?? [];
    return file?.startsWith(`${folder}/`) ? [path.relative(folder, file)] : [];
  });
  return [...new Set(names)].toSorted();
}
