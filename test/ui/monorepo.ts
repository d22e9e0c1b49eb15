const SHOP_RULES = `# Lantern Books

A small book shop: a web page, an API and its workers.

${'- Write what a reader of the code needs to know, and nothing else.\n'.repeat(470)}`;

const API_RULES = `# API

## Always

- Validate what comes in with the schemas in \`schemas/\`.
- Answer with JSON alone.
- Never log an address or a card.

${'- Keep handlers short, and move what they share into a service.\n'.repeat(60)}`;

/** A project with instructions for several agents. Codex cuts those of the API, and reads none of version 1. */
export const MONOREPO: Readonly<Record<string, string>> = {
  '.git/HEAD': 'ref: refs/heads/main\n',
  'AGENTS.md': SHOP_RULES,
  'CLAUDE.md': 'Read @AGENTS.md first.\n',
  'api/AGENTS.md': API_RULES,
  'api/v1/AGENTS.md': '# Version 1\n\nIt is frozen. Mend faults, and add nothing.\n',
  'api/v1/orders.ts': 'export function orderOf(id: string): string {\n  return `order ${id}`;\n}\n',
  '.cursor/rules/api.mdc': '---\nglobs: api/**/*.ts\n---\nReturn errors as problem details.\n',
  '.cursor/rules/legacy.mdc': '---\nglobs: src/old/**\n---\nDo not touch.\n',
  '.claude/rules/tests.md': '---\npaths:\n  - "api/**/*.test.ts"\n---\nOne behaviour a test.\n',
  '.github/copilot-instructions.md': 'Prefer small functions.\n',
};
