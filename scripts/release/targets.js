'use strict';
// The platforms that a release is made for, named as VS Code names them.

/** Every platform that desktop VS Code and ONNX Runtime's Node binding have in common. */
const TARGETS = ['win32-x64', 'win32-arm64', 'linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/**
 * Name of the VSIX for one platform.
 * @param {string} version such as 1.2.3
 * @param {string} target such as linux-x64
 */
function vsixName(version, target) {
  return `left-context-${target}-${version}.vsix`;
}

/** Folder of the second extension, which holds models and is the same for all platforms. */
const PACK = 'packs/smollm2';

/**
 * Name of the VSIX of the second extension.
 * @param {string} version such as 1.2.3
 */
function packVsixName(version) {
  return `left-context-smollm2-${version}.vsix`;
}

module.exports = { PACK, TARGETS, packVsixName, vsixName };
