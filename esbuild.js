'use strict';
// Bundles one file per runtime into dist/: the extension host, the inference process, the shell, the encodings, the pages.
// --watch, --production
const esbuild = require('esbuild');
const fs = require('node:fs');
const path = require('node:path');

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');
const platform = process.env.LEFT_CONTEXT_PLATFORM ?? `${process.platform}-${process.arch}`;

const shared = {
  bundle: true,
  minify: production,
  sourcemap: !production,
  logLevel: 'warning',
  outdir: 'dist',
  // The package's main file loads its parts in a way that a bundle cannot follow.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
};

/** ONNX Runtime's binary is found beside the bundle, not in node_modules, which a VSIX does not carry. */
const nativeOnnxRuntime = {
  name: 'native-onnxruntime',
  setup(build) {
    build.onLoad({ filter: /onnxruntime-node[\\/]dist[\\/]binding\.js$/ }, ({ path: file }) => ({
      contents: replaceOnce(
        fs.readFileSync(file, 'utf8'),
        'require(`../bin/napi-v6/${process.platform}/${process.arch}/onnxruntime_binding.node`)',
        'require(require("node:path").join(__dirname, "onnxruntime", "onnxruntime_binding.node"))',
      ),
    }));
    build.onEnd(() => {
      const [system, processor] = platform.split('-');
      const from = path.join('node_modules', 'onnxruntime-node', 'bin', 'napi-v6', system, processor);
      const to = path.join('dist', 'onnxruntime');
      fs.rmSync(to, { recursive: true, force: true });
      fs.mkdirSync(to, { recursive: true });
      for (const file of fs.readdirSync(from).filter(isNeeded))
        fs.copyFileSync(path.join(from, file), path.join(to, file));
    });
  },
};

/** The CPU needs none of the GPU libraries that come along. */
function isNeeded(file) {
  return !/DirectML|dxil|dxcompiler|cuda|tensorrt/i.test(file);
}

/** transformers.js hides its own require of ONNX Runtime from bundlers; it uses the one that we hand to it anyway. */
const transformersRuntime = {
  name: 'transformers-runtime',
  setup(build) {
    build.onLoad({ filter: /transformers\.node\.mjs$/ }, ({ path: file }) => ({
      contents: replaceOnce(fs.readFileSync(file, 'utf8'), 'requireFromHere("onnxruntime-node")', '{}'),
    }));
  },
};

/** The native tokenizers, like ONNX Runtime, are found beside the bundle. The package chooses the file for the machine itself. */
const NATIVE_TOKENIZERS = {
  'linux-x64': 'linux-x64-gnu',
  'linux-arm64': 'linux-arm64-gnu',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'win32-x64-msvc',
  'win32-arm64': 'win32-arm64-msvc',
};
const nativeTokenizers = {
  name: 'native-tokenizers',
  setup(build) {
    build.onLoad({ filter: /node_modules[\\/]tokenizers[\\/]index\.js$/ }, () => ({
      contents: 'module.exports = require(require("node:path").join(__dirname, "tokenizers", "tokenizers.node"));',
    }));
    build.onEnd(() => {
      const to = path.join('dist', 'tokenizers');
      // Written over, the file would crash processes that use it.
      fs.rmSync(to, { recursive: true, force: true });
      fs.mkdirSync(to, { recursive: true });
      const from = path.join('node_modules', 'tokenizers', `tokenizers.${NATIVE_TOKENIZERS[platform]}.node`);
      fs.copyFileSync(from, path.join(to, 'tokenizers.node'));
    });
  },
};

/** The thread of the native tokenizers is a bundle of its own, which is loaded by its path. */
const separateWorker = {
  name: 'separate-worker',
  setup(build) {
    build.onResolve({ filter: /dist\/referenceWorker\.node\.js$/ }, () => ({
      path: './referenceWorker.node.js',
      external: true,
    }));
  },
};

/** Each of OpenAI's encodings is a bundle of its own, beside ours, loaded when it is asked for. */
const ENCODINGS = ['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base'];
const separateEncodings = {
  name: 'separate-encodings',
  setup(build) {
    build.onResolve({ filter: /^\.\/encodings\// }, ({ path: module }) => ({ path: `${module}.js`, external: true }));
  },
};

function replaceOnce(text, search, replacement) {
  if (text.split(search).length !== 2) throw new Error(`Expected exactly one “${search}”: a dependency has changed.`);
  return text.replace(search, () => replacement);
}

const host = {
  ...shared,
  entryPoints: { extension: 'src/extension.ts' },
  platform: 'node',
  target: 'node20',
  external: ['vscode'],
};

const inference = {
  ...shared,
  entryPoints: { inference: 'src/inference/main.node.ts', cli: 'src/cli/main.node.ts' },
  platform: 'node',
  target: 'node20',
  // Images are not read here: transformers.js only wants to see that sharp is a function.
  alias: { ...shared.alias, sharp: './src/inference/models/sharpStub.js' },
  define: { 'import.meta.url': 'bundleUrl' },
  banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
  plugins: [nativeOnnxRuntime, transformersRuntime, separateEncodings, separateWorker],
};

const tokenizerThread = {
  ...shared,
  entryPoints: { 'referenceWorker.node': 'src/inference/tokens/reference/referenceWorker.node.ts' },
  platform: 'node',
  target: 'node20',
  plugins: [nativeTokenizers],
};

const encodings = {
  ...shared,
  entryPoints: Object.fromEntries(
    ENCODINGS.map((name) => [`encodings/${name}`, `src/inference/tokens/encodings/${name}.ts`]),
  ),
  platform: 'node',
  target: 'node20',
  sourcemap: false,
};

/** The pages' icons: vscode-elements reads the style sheet by its address. */
const codicons = {
  name: 'codicons',
  setup(build) {
    build.onEnd(() => {
      for (const file of ['codicon.css', 'codicon.ttf'])
        fs.copyFileSync(
          path.join('node_modules', '@vscode', 'codicons', 'dist', file),
          path.join('dist', 'pages', file),
        );
    });
  },
};

const pages = {
  ...shared,
  entryPoints: {
    'pages/attention': 'media/attention/main.ts',
    'pages/inside': 'media/inside/main.ts',
    'pages/standalone': 'media/attention/exportedPageHost.ts',
  },
  platform: 'browser',
  target: 'es2022',
  plugins: [codicons],
};

/** The suite that runs inside the extension host. */
const hostSuite = {
  ...shared,
  entryPoints: { 'test/host': 'test/host/index.ts' },
  platform: 'node',
  target: 'node20',
  external: ['vscode', 'mocha', 'tokenizers'],
};

async function main() {
  const shipped = [host, inference, tokenizerThread, encodings, pages];
  const bundles = production ? shipped : [...shipped, hostSuite];
  const contexts = await Promise.all(bundles.map((options) => esbuild.context(options)));
  if (watch) {
    console.log('[watch] build started');
    await Promise.all(contexts.map((context) => context.watch()));
    console.log('[watch] build finished');
  } else {
    await Promise.all(contexts.map((context) => context.rebuild()));
    await Promise.all(contexts.map((context) => context.dispose()));
  }
}

main().catch((error) => {
  console.error(error.message ?? error);
  process.exit(1);
});
