import assert from 'node:assert/strict';
import { PROMPT_FILE_KINDS, promptFileKind } from '../../src/core/prompts/promptFileKinds';

const KIND_OF_PATH: Record<string, string | undefined> = {
  '/work/AGENTS.md': 'agents',
  'AGENTS.md': 'agents',
  '/work/api/AGENTS.override.md': 'agents',
  '/work/agents.md': undefined,
  '/work/CLAUDE.md': 'claude',
  '/work/.claude/CLAUDE.local.md': 'claude',
  '/work/GEMINI.md': 'gemini',
  '/work/.claude/skills/pdf/SKILL.md': 'skill',
  '/home/me/.claude/projects/work/memory/MEMORY.md': 'memory',
  '/work/.github/copilot-instructions.md': 'copilotInstructions',
  '/work/.github/instructions/tests.instructions.md': 'instructions',
  '/work/.github/prompts/review.prompt.md': 'promptMarkdown',
  '/work/review.PROMPT.MD': 'promptMarkdown',
  '/work/menu.prompt': 'dotPrompt',
  '/work/chat.prompty': 'prompty',
  '/work/.github/agents/tester.agent.md': 'customAgent',
  '/work/.github/chatmodes/plan.chatmode.md': 'chatMode',
  '/work/.cursorrules': 'cursorRules',
  '/work/.cursor/rules/tests.mdc': 'cursorRules',
  '/work/.windsurfrules': 'windsurfRules',
  '/work/.windsurf/rules/tests.md': 'windsurfRules',
  '/work/.devin/rules/deep/tests.md': 'windsurfRules',
  '/work/windsurf/rules/tests.md': undefined,
  '/work/prompts/summary.md': 'promptFolder',
  'prompts/summary.txt': 'promptFolder',
  '/work/src/Prompts/deep/summary.j2': 'promptFolder',
  '/work/prompts/summary.jinja2': 'promptFolder',
  '/work/prompts/summary.hbs': 'promptFolder',
  '/work/.claude/commands/review.md': 'promptFolder',
  '/work/.cursor/commands/review.md': 'promptFolder',
  '/work/.github/prompts/notes.txt': 'promptFolder',
  '/work/.github/ISSUE_TEMPLATE/bug.md': undefined,
  '/work/my-prompts/summary.md': undefined,
  '/work/prompts.md': undefined,
  '/work/prompts/load.py': undefined,
  '/work/prompts/index.ts': undefined,
  '/work/prompts/run.sh': undefined,
  '/work/.claude/settings.json': undefined,
  '/work/.cursor/mcp.json': undefined,
  '/work/README.md': undefined,
  '/work/notes.txt': undefined,
  '/work/prompt.yaml': undefined,
  '': undefined,
};

suite('kinds of prompt file', () => {
  for (const [path, kind] of Object.entries(KIND_OF_PATH))
    test(`${path || 'an empty path'} is ${kind ?? 'no prompt'}`, () => {
      assert.equal(promptFileKind(path)?.id, kind);
    });

  test('leave out what people read about a folder of prompts', () => {
    for (const name of ['README.md', 'readme.txt', 'LICENSE', 'CHANGELOG.md', 'CONTRIBUTING.md'])
      assert.equal(promptFileKind(`/work/prompts/${name}`), undefined, name);
    assert.equal(promptFileKind('/work/prompts/readme-writer.md')?.id, 'promptFolder');
  });

  test('each say where they are documented, and when that was read', () => {
    for (const { id, source, checked } of PROMPT_FILE_KINDS) {
      assert.match(source, /^https:\/\//, id);
      assert.match(checked, /^\d{4}-\d\d-\d\d$/, id);
    }
  });
});
