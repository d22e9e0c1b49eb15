'use strict';
// How a release is uploaded: the commands, one for each registry.

const TOOLS = 'scripts/release/tools';

/**
 * Installs vsce and ovsx as their own lock file has them. vsce 4 wants Node 22, while everything else here runs on
 * Node 20, so they are no development dependencies. No package of theirs may run a script: the job holds a token.
 */
const INSTALL_TOOLS = ['npm', 'ci', '--prefix', TOOLS, '--ignore-scripts', '--no-audit', '--no-fund'];

/**
 * Both authenticate by OpenID Connect, without a stored token, and only in a GitHub workflow. `--skip-duplicate` lets a
 * second run go on where the first was cut off: a registry never takes the same version and platform twice.
 */
const REGISTRIES = {
  marketplace: ['node', `${TOOLS}/node_modules/@vscode/vsce/vsce`, 'publish', '--oidc', '--skip-duplicate'],
  'open-vsx': ['node', `${TOOLS}/node_modules/ovsx/bin/ovsx`, 'publish', '--trusted-publishing', '--skip-duplicate'],
};

/**
 * The commands that upload VSIX files to registries, in order.
 * @param {string[]} registries keys of REGISTRIES
 * @param {string[]} files paths of the VSIX files, relative to the repository's root
 * @returns {string[][]} each a command and its arguments
 */
function uploadCommands(registries, files) {
  return [INSTALL_TOOLS, ...registries.map((name) => [...REGISTRIES[name], '--packagePath', ...files])];
}

module.exports = { REGISTRIES, TOOLS, uploadCommands };
