/** A prompt with five faults of different kinds, and what quick fixes make of it. */
export const PROMPT_WITH_FAULTS = `---
description: Sort a ticket: by product and urgency
---

# Ticket triage

You sort support tickets for {{team}}. Follow the steps in order.

## Steps

1. Read the ticket to its end.
2. Find the product that it is about.
4. Set the urgency.

## Answer

Answer with this JSON, and nothing else:

\`\`\`json
{
  "product"： "<name>",
  "urgency": "high",
  "reason": "<one sentence>",
}
\`\`\`

## Products

\`\`\`bash
products --list --short
\`\`\`bash

Anything else is “other”. The ticket:

{{ticket}}
`;

/** Settings that switch on the rule about examples. */
export const RULES = '{ "leftContext.findings.rules": { "broken-example": "on" } }';

export const MENDED = PROMPT_WITH_FAULTS.replace(
  ': Sort a ticket: by product and urgency',
  ': "Sort a ticket: by product and urgency"',
)
  .replace('4. Set', '3. Set')
  .replace('short\n```bash', 'short\n```')
  .replace('"product"：', '"product":')
  .replace('sentence>",', 'sentence>"');
