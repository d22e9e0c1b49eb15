import assert from 'node:assert/strict';
import { PROMPT_FILE_KINDS, promptFileKind } from '../../src/core/prompts/promptFileKinds';

const KIND_OF_PATH: Record<string, string | undefined> = {
  '/project/AGENTS.md': 'agents',
  'AGENTS.md': 'agents',
  '/project/api/AGENTS.override.md': 'agents',
  '/project/agents.md': undefined,
  '/project/CLAUDE.md': 'claude',
  '/project/.claude/CLAUDE.local.md': 'claude',
  '/project/GEMINI.md': 'gemini',
  '/project/.claude/skills/pdf/SKILL.md': 'skill',
  '/home/me/.claude/projects/work/memory/MEMORY.md': 'memory',
  '/project/.github/copilot-instructions.md': 'copilotInstructions',
  '/project/.github/instructions/tests.instructions.md': 'instructions',
  '/project/.github/prompts/review.prompt.md': 'promptMarkdown',
  '/project/review.PROMPT.MD': 'promptMarkdown',
  '/project/menu.prompt': 'dotPrompt',
  '/project/chat.prompty': 'prompty',
  '/project/.github/agents/tester.agent.md': 'customAgent',
  '/project/.github/chatmodes/plan.chatmode.md': 'chatMode',
  '/project/.cursorrules': 'cursorRules',
  '/project/.cursor/rules/tests.mdc': 'cursorRules',
  '/project/.windsurfrules': 'windsurfRules',
  '/project/.windsurf/rules/tests.md': 'windsurfRules',
  '/project/.devin/rules/deep/tests.md': 'windsurfRules',
  '/project/windsurf/rules/tests.md': undefined,
  '/project/prompts/summary.md': 'promptFolder',
  'prompts/summary.txt': 'promptFolder',
  '/project/src/Prompts/deep/summary.j2': 'promptFolder',
  '/project/prompts/summary.jinja2': 'promptFolder',
  '/project/prompts/summary.hbs': 'promptFolder',
  '/project/.claude/commands/review.md': 'promptFolder',
  '/project/.cursor/commands/review.md': 'promptFolder',
  '/project/.github/prompts/notes.txt': 'promptFolder',
  '/project/.github/ISSUE_TEMPLATE/bug.md': undefined,
  '/project/my-prompts/summary.md': undefined,
  '/project/prompts.md': undefined,
  '/project/prompts/load.py': undefined,
  '/project/prompts/index.ts': undefined,
  '/project/prompts/run.sh': undefined,
  '/project/.claude/settings.json': undefined,
  '/project/.cursor/mcp.json': undefined,
  '/project/README.md': undefined,
  '/project/notes.txt': undefined,
  '/project/prompt.yaml': undefined,
  '': undefined,
};

suite('kinds of prompt file', () => {
  for (const [path, kind] of Object.entries(KIND_OF_PATH))
    test(`${path || 'an empty path'} is ${kind ?? 'no prompt'}`, () => {
      assert.equal(promptFileKind(path)?.id, kind);
    });

  test('leave out what people read about a folder of prompts', () => {
    for (const name of ['README.md', 'readme.txt', 'LICENSE', 'CHANGELOG.md', 'CONTRIBUTING.md'])
      assert.equal(promptFileKind(`/project/prompts/${name}`), undefined, name);
    assert.equal(promptFileKind('/project/prompts/readme-writer.md')?.id, 'promptFolder');
  });

  test('each say where they are documented, and when that was read', () => {
    for (const { id, source, checked } of PROMPT_FILE_KINDS) {
      assert.match(source, /^https:\/\//, id);
      assert.match(checked, /^\d{4}-\d\d-\d\d$/, id);
    }
  });
});
