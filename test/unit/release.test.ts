import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { releaseDate } from '../../scripts/release/changelog';
import { linksWithoutHttps } from '../../scripts/release/links';
import { readiness } from '../../scripts/release/readiness';
import { REGISTRIES, TOOLS, uploadCommands } from '../../scripts/release/registries';
import { TARGETS, vsixName } from '../../scripts/release/targets';

const root = path.resolve(__dirname, '..', '..');
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');

interface Manifest {
  version: string;
  icon: string;
  repository: { url: string };
  homepage: string;
  bugs: { url: string };
  qna: string;
  categories: string[];
  keywords: string[];
  scripts: Record<string, string>;
}

const manifest = JSON.parse(read('package.json')) as Manifest;

/** EXTENSION_CATEGORIES of VS Code 1.139, src/vs/platform/extensions/common/extensions.ts. */
const CATEGORIES = [
  ...['AI', 'Azure', 'Chat', 'Data Science', 'Debuggers', 'Extension Packs', 'Education', 'Formatters', 'Keymaps'],
  ...['Language Packs', 'Linters', 'Machine Learning', 'Notebooks', 'Programming Languages', 'SCM Providers'],
  ...['Snippets', 'Testing', 'Themes', 'Visualization', 'Other'],
];

suite('what a marketplace shows', () => {
  test('repository, homepage, issues and questions have one address', () => {
    const address = 'https://github.com/left-context/left-context';
    assert.equal(manifest.repository.url, address);
    assert.equal(manifest.homepage, `${address}#readme`);
    assert.equal(manifest.bugs.url, `${address}/issues`);
    assert.equal(manifest.qna, `${address}/issues`);
  });

  test('categories are those that VS Code has, keywords at most the 30 that a marketplace takes', () => {
    for (const category of manifest.categories) assert.ok(CATEGORIES.includes(category), category);
    assert.ok(manifest.keywords.length <= 30);
    assert.equal(new Set(manifest.keywords).size, manifest.keywords.length);
  });

  test('the icon is a square PNG of 128 pixels or more', () => {
    const png = readFileSync(path.join(root, manifest.icon));
    assert.equal(png.toString('latin1', 1, 4), 'PNG');
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    assert.equal(width, height);
    assert.ok(width >= 128);
  });

  test('the icon and the pictures of the walkthrough are packed', () => {
    const walkthrough = readdirSync(path.join(root, 'media', 'walkthrough'))
      .filter((name) => name.endsWith('.md'))
      .flatMap((name) => [...read(`media/walkthrough/${name}`).matchAll(/\]\(\.\.\/\.\.\/([^)]+\.png)\)/g)])
      .map((match) => match[1]!);
    assert.ok(walkthrough.length > 0);
    const packed = read('.vscodeignore').split('\n');
    for (const file of [manifest.icon, ...walkthrough]) assert.ok(packed.includes(`!${file}`), file);
  });

  test('no flag keeps vsce or ovsx from checking', () => {
    const scripts = ['scripts/package.js', 'scripts/release.js', 'scripts/release/registries.js'].map(read).join('\n');
    assert.doesNotMatch(scripts, /--(?:allow-\w|skip-license|no-rewrite-relative-links|no-verify|baseImagesUrl)/);
  });
});

suite('links that are not https', () => {
  test('are found in links, pictures, references and HTML', () => {
    const markdown = `[a](docs/a.md) ![b](b.png "title") [c](<c d.md>)\n[d]: http://d.example\n<img src="e.png">`;
    assert.deepEqual(linksWithoutHttps(markdown).toSorted(), ['b.png', 'c', 'docs/a.md', 'e.png', 'http://d.example']);
  });

  test('are not https addresses, places in the text, or code', () => {
    const markdown = '[a](https://a.example) [b](#b) `[c](c.md)`\n```\n[d](d.md)\n```\n';
    assert.deepEqual(linksWithoutHttps(markdown), []);
  });
});

suite('a release', () => {
  const changelog = '# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-01-31\n\n## [1.1.0]\n';

  test('has the date of its section in the changelog', () => {
    assert.equal(releaseDate(changelog, '1.2.0'), '2026-01-31');
    assert.equal(releaseDate(changelog.replaceAll('\n', '\r\n'), '1.2.0'), '2026-01-31');
    assert.equal(releaseDate(changelog, '1.1.0'), undefined);
    assert.equal(releaseDate(changelog, '1.2'), undefined);
  });

  test('is ready when tag, version and changelog agree', () => {
    const ready = { problems: [], missingTag: false };
    assert.deepEqual(readiness({ version: '1.2.0', changelog, tags: ['v1.2.0'] }), ready);
    assert.deepEqual(readiness({ version: '1.2.0', changelog, tags: ['nightly', 'v1.2.0'] }), ready);
  });

  test('is not ready with the tag of another version, or without a dated section', () => {
    const { problems } = readiness({ version: '1.1.0', changelog, tags: ['v1.2.0'] });
    assert.equal(problems.length, 2);
    assert.match(problems[0]!, /v1\.2\.0.*package\.json says 1\.1\.0/);
    assert.match(problems[1]!, /\[1\.1\.0\] - YYYY-MM-DD/);
  });

  test('without the tag of a version is told apart', () => {
    assert.equal(readiness({ version: '1.2.0', changelog, tags: [] }).missingTag, true);
    assert.equal(readiness({ version: '1.2.0', changelog, tags: ['nightly'] }).missingTag, true);
  });

  test('is uploaded by tools of exact versions, to the registries that were asked for', () => {
    const files = TARGETS.map((target) => vsixName('1.2.0', target));
    const [install, upload, ...others] = uploadCommands(['open-vsx'], files);
    assert.deepEqual(install!.slice(0, 4), ['npm', 'ci', '--prefix', TOOLS]);
    assert.ok(install!.includes('--ignore-scripts'));
    assert.deepEqual(upload!.slice(-7), ['--packagePath', ...files]);
    assert.match(upload!.join(' '), /ovsx publish --trusted-publishing /);
    assert.deepEqual(others, []);

    const { dependencies } = JSON.parse(read(`${TOOLS}/package.json`)) as { dependencies: Record<string, string> };
    for (const command of Object.values(REGISTRIES)) {
      const name = Object.keys(dependencies).find((name) => command[1]!.startsWith(`${TOOLS}/node_modules/${name}/`));
      assert.ok(name, command.join(' '));
      assert.match(dependencies[name]!, /^\d+\.\d+\.\d+$/);
    }
  });

  test('is written down in the form of Keep a Changelog', () => {
    const headings = read('CHANGELOG.md').match(/^##.*$/gm)!;
    assert.equal(headings[0], '## [Unreleased]');
    for (const heading of headings.slice(1))
      assert.match(
        heading,
        /^## \[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$|^### (?:Added|Changed|Deprecated|Removed|Fixed|Security)$/,
      );
    for (const [, version] of read('CHANGELOG.md').matchAll(/^## \[(.+?)\]/gm))
      assert.ok(read('CHANGELOG.md').includes(`\n[${version}]: ${manifest.repository.url}/`), version);
  });
});

interface Step {
  uses?: string;
  run?: string;
}

interface Job {
  uses?: string;
  permissions?: Record<string, string>;
  steps?: Step[];
  strategy?: { matrix: { target?: string[]; registry?: string[] } };
}

interface Workflow {
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

const { load } = createRequire(path.join(root, 'package.json'))('js-yaml') as { load: (text: string) => unknown };
const workflows = readdirSync(path.join(root, '.github', 'workflows'));
const workflow = (name: string) => load(read(`.github/workflows/${name}`)) as Workflow;

suite('the repository on GitHub', () => {
  for (const name of workflows) {
    test(`${name} runs npm scripts that there are, and nothing else`, () => {
      const commands = Object.values(workflow(name).jobs)
        .flatMap(({ steps = [] }) => steps)
        .flatMap(({ run }) => (run ? run.trim().split('\n') : []));
      assert.ok(commands.length > 0);
      for (const command of commands) {
        const npm = command.replace(/^\$\{\{ [\w.]+ \}\} /, '');
        if (npm === 'npm ci') continue;
        const script = /^npm (?:run ([\w:]+)(?: -- .+)?|(test))$/.exec(npm);
        assert.ok(script, `Put the logic of “${command}” into a script`);
        const called = script[1] ?? script[2]!;
        assert.ok(called in manifest.scripts, `${command}: package.json has no script ${called}`);
      }
    });

    test(`${name} gives each job what it needs, and uses actions by their commit`, () => {
      const { permissions, jobs } = workflow(name);
      assert.deepEqual(permissions, {});
      for (const [job, { permissions: own, uses, steps = [] }] of Object.entries(jobs)) {
        assert.ok(own, `${job} says no permissions`);
        const writes = Object.keys(own).filter((scope) => own[scope] !== 'read');
        assert.deepEqual(writes, name === 'publish.yml' && job === 'upload' ? ['id-token'] : []);
        for (const used of [uses, ...steps.map((step) => step.uses)])
          if (used) assert.match(used, /^\.\/\.github\/workflows\/[\w.]+$|^actions\/[\w-]+@[0-9a-f]{40}$/);
      }
    });
  }

  test('the workflows pack for the platforms of a release, and upload to its registries', () => {
    assert.deepEqual(workflow('package.yml').jobs['vsix']!.strategy!.matrix.target, TARGETS);
    assert.deepEqual(workflow('publish.yml').jobs['upload']!.strategy!.matrix.registry, Object.keys(REGISTRIES));
  });

  test('issue forms ask each thing once, and Dependabot looks at places that there are', () => {
    const forms = readdirSync(path.join(root, '.github', 'ISSUE_TEMPLATE')).filter((name) => name !== 'config.yml');
    for (const name of forms) {
      const {
        name: title,
        description,
        body,
      } = load(read(`.github/ISSUE_TEMPLATE/${name}`)) as {
        name: string;
        description: string;
        body: { id: string; attributes: { label: string } }[];
      };
      assert.ok(title && description, name);
      assert.equal(new Set(body.map(({ id }) => id)).size, body.length);
      for (const { attributes } of body) assert.ok(attributes.label, name);
    }
    const { updates } = load(read('.github/dependabot.yml')) as { updates: { directories?: string[] }[] };
    for (const directory of updates.flatMap(({ directories = [] }) => directories))
      assert.ok(read(`.${directory}/package.json`.replace('//', '/')));
  });
});
