import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { agents } from '../../../src/core/agents/agents';
import { sentText } from '../../../src/core/agents/reading';
import { agentById, differences, filesOf, situationOf, type AgentLayout } from '../../helpers/agentLayouts';
import { root } from '../../helpers/fixtures';

/** Small projects with right answers, each derived from the source code or the documentation that it names. */
const FOLDER = path.join(root, 'test', 'fixtures', 'agents');

suite('what an agent reads in small projects', () => {
  for (const file of readdirSync(FOLDER))
    suite(file, () => {
      for (const layout of layoutsIn(file))
        test(`${layout.id}${layout.differs === undefined ? '' : ': is known to differ'}`, async () => {
          const reading = await agentById(layout.agent).read(situationOf(layout, filesOf(layout)));
          const found = differences(layout, reading);
          if (layout.differs === undefined) assert.deepEqual(found, []);
          else assert.notDeepEqual(found, [], 'It no longer differs: leave out “differs”.');
          if (layout.joined !== undefined && layout.differs === undefined)
            assert.equal(
              sentText(reading).replace(/^# AGENTS.md.*\n\n<INSTRUCTIONS>\n|\n<\/INSTRUCTIONS>$/g, ''),
              layout.joined,
            );
        });
    });

  test('has at least five layouts of each agent', () => {
    const all = readdirSync(FOLDER).flatMap(layoutsIn);
    for (const { id } of agents) assert.ok(all.filter(({ agent }) => agent === id).length >= 5, id);
  });

  test('does not depend on the order in which folders are listed', async () => {
    for (const layout of readdirSync(FOLDER).flatMap(layoutsIn)) {
      const agent = agentById(layout.agent);
      const plain = await agent.read(situationOf(layout, filesOf(layout)));
      const reversed = await agent.read(
        situationOf(
          layout,
          filesOf(layout, (entries) => entries.toReversed()),
        ),
      );
      assert.deepEqual(reversed, plain, layout.id);
    }
  });
});

function layoutsIn(file: string): readonly AgentLayout[] {
  return (JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as { layouts: AgentLayout[] }).layouts;
}
