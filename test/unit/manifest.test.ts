import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { embeddedModels } from '../../src/core/models/embeddedModels';
import type { SettingSchema } from '../../src/core/sanitizeSetting';
import { settingSchemas } from '../../src/core/settingSchemas';
import { EXTENSION_ID } from '../../src/host/extensionId';
import { models, root } from '../helpers/fixtures';

interface DeclaredSetting extends SettingSchema {
  readonly scope: string;
  readonly markdownDescription: string;
}

interface Manifest {
  name: string;
  publisher: string;
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  contributes: {
    configuration: { title: string; properties: Record<string, DeclaredSetting> }[];
    commands: { command: string; title: string; category: string }[];
    menus: { commandPalette: { command: string; when: string }[] };
  };
}

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const settings = settingSchemas<DeclaredSetting>(manifest);
const sources = textsIn('src', /\.ts$/);

/** The texts of all files in a folder and below whose names match, one after the other. */
function textsIn(folder: string, name: RegExp): string {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file))
    .map((file) => readFileSync(path.join(root, folder, file), 'utf8'))
    .join('\n');
}

const matchesOf = (pattern: RegExp) => new Set([...sources.matchAll(pattern)].map((match) => match[1]!));

suite('package.json agrees with', () => {
  const declared = Object.keys(settings).map((name) => name.replace(/^\w+\./, ''));

  test('the settings that the code declares', () => {
    const declaration = /interface Settings \{([^}]*)\}/.exec(sources)![1]!;
    const names = [...declaration.matchAll(/^\s*'?([\w.]+)'?:/gm)].map((match) => match[1]!);
    assert.deepEqual(declared.toSorted(), names.toSorted());
  });

  test('the settings that the code reads', () => {
    const read = matchesOf(/setting\('([\w.]+)'/g);
    for (const name of declared) assert.ok(read.has(name), `${name} is never read`);
  });

  test('the settings of a document, which can differ by folder and are read for a document', () => {
    const OF_MACHINE_OR_WINDOW = ['hub.endpoint', 'threads', 'rest', 'memory.limit', 'memory.releaseAfter', 'engines'];
    const BY_FOLDER = ['resource', 'language-overridable', 'machine-overridable'];
    const readForNone = [...sources.matchAll(/setting\('([\w.]+)'\)/g)].map((match) => match[1]!);
    for (const name of declared.filter((each) => !OF_MACHINE_OR_WINDOW.includes(each))) {
      assert.ok(BY_FOLDER.includes(settings[`leftContext.${name}`]!.scope), name);
      assert.ok(!readForNone.includes(name), `${name} is read without a document`);
    }
  });

  test('the extension’s id, which stands nowhere else', () => {
    assert.equal(EXTENSION_ID, `${manifest.publisher}.${manifest.name}`);
    assert.ok(!sources.includes(EXTENSION_ID), 'the code says the id itself');
  });

  test('the commands that the code registers', () => {
    const registered = matchesOf(/registerCommand\(\s*'([\w.]+)'/g);
    assert.deepEqual(
      manifest.contributes.commands.map(({ command }) => command).toSorted(),
      [...registered].toSorted(),
    );
  });

  test('the tables in docs/commands.md', () => {
    const sections = readFileSync(path.join(root, 'docs', 'commands.md'), 'utf8').split(/^## /m);
    const { commands, menus } = manifest.contributes;
    const isListed = (command: string) =>
      menus.commandPalette.every((item) => item.command !== command || /editorIsOpen|role/.test(item.when));
    for (const { title, category } of commands.filter(({ command }) => isListed(command))) {
      const rows = sections.find((section) => section.startsWith(`${category}\n`))!.split('\n');
      const names = rows.map((row) => row.split('|')[1] ?? '').join(',');
      assert.ok(
        names.split(',').some((name) => name.trim() === title),
        `${title} is not below ${category}`,
      );
    }
  });

  test('which commands work without an open editor: the palette offers only those then', () => {
    const conditions = new Map(manifest.contributes.menus.commandPalette.map(({ command, when }) => [command, when]));
    const offered = manifest.contributes.commands.map(({ command }) => command).filter((name) => !conditions.has(name));
    assert.deepEqual(offered.map((name) => name.replace('leftContext.', '')).toSorted(), [
      'chooseAgentFolder',
      'chooseModel',
      'connectEngine',
      'countFor',
      'disconnectEngine',
      'forgetPrompts',
      'openSettings',
      'openWalkthrough',
      'removeModel',
      'rest',
      'restartModels',
      'setHubToken',
      'showAgents',
      'showLog',
      'showSentText',
      'wake',
    ]);
  });

  test('the commands that messages and pages name, as the palette shows them', () => {
    const shown = new Set(manifest.contributes.commands.map(({ title, category }) => `${category}: ${title}`));
    const pages =
      textsIn('docs', /\.md$/) + textsIn('media', /\.md$/) + readFileSync(path.join(root, 'README.md'), 'utf8');
    const named = [
      ...sources.matchAll(/“(Left Context[^”:]*: [^”]+)”/g),
      ...pages.matchAll(/\*(Left Context[^*:]*:\s[^*]+)\*/g),
    ].map((match) => match[1]!.replace(/\s+/g, ' '));
    assert.ok(named.length > 20, `only ${named.length} commands are named`);
    for (const name of named) assert.ok(shown.has(name), `the palette does not show “${name}”`);
  });

  test('the table in docs/settings.md', () => {
    const page = readFileSync(path.join(root, 'docs', 'settings.md'), 'utf8');
    for (const [name, { default: value }] of Object.entries(settings)) {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
      assert.ok(row, `${name} is not in the table`);
      if (typeof value !== 'object')
        assert.ok(row.includes(`\`${String(value)}\``), `${row} should name ${String(value)}`);
    }
  });
});

test('no two groups declare the same setting', () => {
  const names = manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
  assert.deepEqual(names, Object.keys(settings));
});

suite('an untrusted workspace', () => {
  const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  const isRestricted = (name: string) => settings[name]!.scope === 'machine' || restrictedConfigurations.includes(name);

  test('cannot set a model, a folder, a host or the number of threads', () => {
    const names = Object.keys(settings).filter((name) => /\.(?:models?|counters|endpoint|threads)$/.test(name));
    assert.equal(names.length, 9);
    assert.deepEqual(
      names.filter((name) => !isRestricted(name)),
      [],
    );
  });

  test('cannot set an engine, or what one is used for', () => {
    const names = Object.keys(settings).filter((name) => /\.engines?\b/.test(name));
    assert.equal(names.length, 4);
    assert.equal(settings['leftContext.engines']!.scope, 'machine', 'no workspace names an address');
    assert.deepEqual(
      names.filter((name) => !isRestricted(name)),
      [],
    );
  });

  test('cannot set what is described as a path, a folder or an address', () => {
    const described = Object.entries(settings).filter(([, { markdownDescription }]) =>
      /\b(?:path|folder|address)\b/.test(markdownDescription),
    );
    assert.ok(described.length >= 3);
    for (const [name] of described) assert.ok(isRestricted(name), name);
  });

  test('is restricted only from settings that exist', () => {
    for (const name of restrictedConfigurations) assert.ok(name in settings, name);
  });
});

suite('embedded models have the layers, heads and context length that the code states', () => {
  for (const spec of embeddedModels) {
    test(spec.id, () => {
      const config = JSON.parse(readFileSync(path.join(models, spec.id, 'config.json'), 'utf8')) as Record<
        string,
        number
      >;
      assert.equal(spec.layers, config['n_layer'] ?? config['num_hidden_layers']);
      assert.equal(spec.heads, config['n_head'] ?? config['num_attention_heads']);
      assert.equal(spec.contextLength, config['n_positions'] ?? config['max_position_embeddings']);
    });
  }
});
