import assert from 'node:assert/strict';
import type { OrderFinding } from '../../src/core/order/orderFindingTypes';
import { findOrderProblems } from '../../src/core/order/findOrderProblems';
import { orderFix } from '../../src/core/order/orderQuickFix';
import { orderMessage } from '../../src/core/order/orderFindingMessage';
import { LABELLED, labelledTexts, precisionOf, recallOf, scored, SETS } from '../helpers/orderLabels';

/** The text after the fix of a finding. */
function fixed(text: string, finding: OrderFinding): string {
  let changed = text;
  for (const { offset, length, text: inserted } of orderFix(text, finding)!) {
    changed = changed.slice(0, offset) + inserted + changed.slice(offset + length);
  }
  return changed;
}

/** The finding in a text that has only one. */
const onlyFinding = (text: string, limit?: number) => {
  const findings = findOrderProblems(text, limit);
  assert.equal(findings.length, 1, JSON.stringify(findings));
  return findings[0]!;
};

suite('order lint', () => {
  for (const what of LABELLED) {
    test(`has a precision of at least 0.9 and a recall of at least 0.7 on all labelled ${what}`, () => {
      const score = scored(SETS.flatMap((set) => labelledTexts(set, what)));
      assert.ok(precisionOf(score) >= 0.9 && recallOf(score) >= 0.7, JSON.stringify(score));
    });
  }

  test('has a precision of at least 0.9 and a recall of at least 0.7 on the held-out set', () => {
    const score = scored(LABELLED.flatMap((what) => labelledTexts('held-out', what)));
    assert.ok(precisionOf(score) >= 0.9 && recallOf(score) >= 0.7, JSON.stringify(score));
  });

  test('has as many labelled texts as the fixtures’ README says', () => {
    const count = (what: (typeof LABELLED)[number]) => SETS.flatMap((set) => labelledTexts(set, what)).length;
    assert.deepEqual(LABELLED.map(count), [303, 68]);
  });

  test('a fix loses no word and removes its finding', () => {
    const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    const without = (words: string[], others: string[]) => {
      const rest = [...words];
      for (const word of others) if (rest.includes(word)) rest.splice(rest.indexOf(word), 1);
      return rest.filter((word) => word !== 'above' && word !== 'below');
    };
    let fixes = 0;
    for (const { id, text } of LABELLED.flatMap((what) => labelledTexts('looked-at', what))) {
      for (const finding of findOrderProblems(text)) {
        if (!finding.move) continue;
        fixes++;
        const after = fixed(text, finding);
        const words = text.slice(finding.start, finding.end);
        // The words of a reference may change; all others must still be there.
        const reworded = finding.kind === 'forward-reference' ? wordsOf(words) : [];
        // A heading that becomes empty is removed, and one may be inserted after a moved section.
        const above = text.slice(0, finding.move.start).trimEnd().split('\n').at(-1)!;
        const removedHeading = after.split('\n').includes(above) ? [] : wordsOf(above);
        assert.deepEqual(without(without(without(wordsOf(text), wordsOf(after)), reworded), removedHeading), [], id);
        assert.deepEqual(
          without(without(wordsOf(after), wordsOf(text)), wordsOf(finding.to?.headingAfter ?? '')),
          [],
          id,
        );
        const again = findOrderProblems(after).filter(({ kind }) => kind === finding.kind);
        assert.ok(!again.some(({ start, end }) => after.slice(start, end) === words), `${id}: ${after}`);
      }
    }
    assert.ok(fixes > 60, `${fixes}`);
  });

  test('a definition moves before its first use', () => {
    const text = 'Report the CTR daily.\nBe brief.\nCTR means click-through rate.\n';
    const finding = onlyFinding(text);
    assert.equal(finding.kind, 'late-introduction');
    assert.equal(fixed(text, finding), 'CTR means click-through rate.\nReport the CTR daily.\nBe brief.\n');
  });

  test('a definition moves whose line ends in another blank than a space', () => {
    const text = 'Report the CTR daily.\nBe brief.\nCTR means click-through rate.\u00a0\nBe kind.\n';
    const after = 'CTR means click-through rate.\nReport the CTR daily.\nBe brief.\nBe kind.\n';
    assert.equal(fixed(text, onlyFinding(text)), after);
  });

  test('a section moves before what points to it, which then points back', () => {
    const text = '# Task\n\nUse the format described below.\n\n# Tone\n\nKind.\n\n# Format\n\nTwo lines.\n';
    const finding = onlyFinding(text);
    assert.equal(finding.kind, 'forward-reference');
    const after = '# Format\n\nTwo lines.\n\n# Task\n\nUse the format described above.\n\n# Tone\n\nKind.\n';
    assert.equal(fixed(text, finding), after);
  });

  test('an instruction moves before the text that it applies to', () => {
    const text = 'Text:\nOne two three.\n\nSummarize the text above.';
    const finding = onlyFinding(text);
    assert.equal(finding.kind, 'late-instruction');
    assert.equal(fixed(text, finding), 'Summarize the text below.\n\nText:\nOne two three.');
  });

  test('an instruction behind the limit is found, and moves to the front', () => {
    const text = '---\nname: x\n---\nYou are kind.\nThe sky is blue.\nAlways answer in French.';
    const finding = onlyFinding(text, text.indexOf('The sky'));
    assert.equal(finding.kind, 'past-window');
    assert.equal(text.slice(finding.start, finding.end), 'Always answer in French.');
    assert.match(fixed(text, finding), /^---\nname: x\n---\nAlways answer in French\.\nYou are kind/);
  });

  test('the opening stays at the front, and text behind a moved section gets a heading', () => {
    const text = '# Bot\n\nYou sort mail. Use the labels listed below.\n\n## Tone\nKind.\n\n## Labels\n- new\n- old\n';
    const after =
      '# Bot\n\nYou sort mail.\n\n## Labels\n- new\n- old\n\n## Task\n\nUse the labels listed above.\n\n## Tone\nKind.';
    assert.equal(fixed(text, onlyFinding(text)).trimEnd(), after);
  });

  test('a definition takes the form of its new place, and leaves no empty heading behind', () => {
    const listed = 'Rules:\n- Report the CTR daily.\n- Be brief.\n- CTR means click-through rate.\n';
    const first = 'Rules:\n- CTR means click-through rate.\n- Report the CTR daily.\n- Be brief.\n';
    assert.equal(fixed(listed, onlyFinding(listed)), first);
    const apart =
      'You write reports. Give the CTR daily.\n\n# Terms\n- CTR means click-through rate.\n\n# Data\n{{data}}\n';
    const inline = 'You write reports. CTR means click-through rate. Give the CTR daily.\n\n# Data\n{{data}}\n';
    assert.equal(fixed(apart, onlyFinding(apart)), inline);
  });

  test('an acronym that is spelled out in passing swaps places with its first use', () => {
    const text = '1. Tickets: send them to the CRM.\n2. Rules: the customer relationship management (CRM) is slow.\n';
    const after = '1. Tickets: send them to the customer relationship management (CRM).\n2. Rules: the CRM is slow.\n';
    assert.equal(fixed(text, onlyFinding(text)), after);
    const ibanText = 'Ask for the IBAN.\nBilling: invoices, IBAN (International Bank Account Number), refunds.\n';
    const ibanFixed = 'Ask for the IBAN (International Bank Account Number).\nBilling: invoices, IBAN, refunds.\n';
    assert.equal(fixed(ibanText, onlyFinding(ibanText)), ibanFixed);
  });

  test('a reference’s words name its target; a section is preferred to a label', () => {
    const categories = '# Categories\n- new\n- old\n';
    const task = '# Task\n\nRead the message and choose from the categories listed below.\n\n';
    const text = `${task}# Tone\nKind.\n\n${categories}\n# Input\nMessage:\n{{message}}\n`;
    const [finding] = findOrderProblems(text);
    assert.equal(text.slice(finding!.move!.start).startsWith(categories), true);
    const emptySection =
      '# Task\n\nFill in the memo template below.\n\n# Tone\nKind.\n\n## Memo template\n\n# {{Company}}: memo\nText\n';
    assert.equal(findOrderProblems(emptySection).find(({ kind }) => kind === 'forward-reference')?.move, undefined);
  });

  test('an instruction behind the limit moves behind the opening paragraph', () => {
    const text = 'You are kind.\n\nThe sky is blue.\n\nGrass is green.\n- Always answer in French.\n';
    const after = 'You are kind.\n\nAlways answer in French.\n\nThe sky is blue.\n\nGrass is green.\n';
    assert.equal(fixed(text, onlyFinding(text, text.indexOf('Grass'))).trimEnd(), after.trimEnd());
  });

  test('nothing is inserted into code, front matter or a sentence', () => {
    const meaning = "{name} is the customer's name.";
    const fence = `\`\`\`\nHello {name}\n\`\`\``;
    assert.equal(fixed(`${fence}\n\n${meaning}`, onlyFinding(`${fence}\n\n${meaning}`)), `${meaning}\n\n${fence}`);
    const frontMatter = '---\ntitle: {name}\n---\n';
    const headed = `${frontMatter}Hello {name}.\n\n${meaning}`;
    assert.equal(fixed(headed, onlyFinding(headed)), `${frontMatter}${meaning}\n\nHello {name}.`);
    const wrapped = 'Write a mail that\nuses the SDK.\n\nSDK means software development kit.';
    assert.match(fixed(wrapped, onlyFinding(wrapped)), /^SDK means [^\n]*\n\nWrite a mail that\nuses/);
  });

  test('a comment in code is not a heading', () => {
    const code = '```python\n# a comment\nx = 1\n```\n';
    const rules = `## Rules\n1. Use types.\n\n${code}No globals.\n`;
    const text = `## Task\n${code}Apply the rules described in the Rules section.\n\n## Tone\nKind.\n\n${rules}`;
    const after = fixed(text, onlyFinding(text));
    assert.ok(after.startsWith(rules.trim()), after);
    assert.ok(after.includes(`## Task\n${code}Apply`), after);
  });

  test('nothing is found in code of any fence, comments, mathematics and front matter', () => {
    const meaning = 'CTR means click-through rate.';
    for (const text of [
      `\`\`\`\`\n\`\`\`\nSummarize the text above.\n\`\`\`\nReport the CTR.\n\`\`\`\`\n\n${meaning}`,
      `Be kind.\n\n<!--\nReport the CTR.\n\nSummarize the text above.\n-->\n\n${meaning}`,
      `Compute.\n\n$$\nCTR = a\n$$\n\n${meaning}`,
      `+++\nname = "CTR"\nuse = "the following list"\n+++\n${meaning}`,
      `- Work.\n\n  ~~~\n  Report the CTR.\n\n  Be brief.\n  ~~~\n\n${meaning}`,
      '```bash\necho ${HOME}\n```\n\n${HOME} is the folder.',
      'Read $x_{n}$.\n\n{n} is the number.',
    ])
      assert.deepEqual(findOrderProblems(text), [], text);
  });

  test('a title above dashes is a heading of its level', () => {
    const text =
      'Task\n====\n\nUse the format described below.\n\nTone\n----\n\nKind.\n\nFormat\n------\n\nTwo lines.\n';
    const after =
      'Task\n====\n\nFormat\n------\n\nTwo lines.\n\n## Task\n\nUse the format described above.\n\nTone\n----\n\nKind.';
    assert.equal(fixed(text, onlyFinding(text)).trimEnd(), after);
  });

  test('a definition moves before the whole paragraph and its code', () => {
    const code = 'Fill this:\n```\nDear {name},\n\nHello\n```';
    const text = `Be kind. Write it.\n\n${code}\n\n{name} is the customer.\n`;
    assert.equal(fixed(text, onlyFinding(text)), `Be kind. Write it.\n\n{name} is the customer.\n\n${code}\n`);
  });

  test('an instruction moves before all its material, with the rest of its line', () => {
    const text = 'Context: {context}\n\nQuestion: {question}\n\nAnswer from the context above. If you cannot, say so.';
    const after = 'Answer from the context below. If you cannot, say so.\n\nContext: {context}\n\nQuestion: {question}';
    assert.equal(fixed(text, onlyFinding(text)), after);
  });

  test('texts in order have no findings', () => {
    for (const text of [
      'Summarize the text below. Use three sentences.\n\nText: {{text}}',
      'Draft a reply to the e-mail below. Be brief.\n\n---\nDear team, where is it?',
      'Review: "great"\nSentiment:',
      'We use SDK builds because an SDK (software development kit) is free.',
    ]) {
      assert.deepEqual(findOrderProblems(text), [], text);
    }
  });

  test('no pattern backtracks for long', () => {
    // Each of these once took seconds, doubling with every further character.
    const rows = [
      'A社の製品について以下の条件を満たす紹介文を書いて:',
      `A ${'-'.repeat(60)} B:`,
      `${'the '.repeat(5_000)}x:`,
    ];
    for (const row of rows) findOrderProblems(row.repeat(3));
  });

  test('messages say why it matters, and mention measured bits only when they confirm the finding', () => {
    const text = 'Report the CTR daily. CTR means click-through rate.';
    const finding = onlyFinding(text);
    const bits = (leftBits: number, bothBits: number) => [
      { start: finding.start, end: finding.end, leftBits, bothBits },
    ];
    assert.match(
      orderMessage(text, finding, 1, []),
      /“CTR” is introduced only in line 1: a model that reads from left/,
    );
    assert.match(
      orderMessage(text, finding, 1, bits(12.34, 3)),
      /from the left \(12\.3 bits\), and less so once they see what comes later \(3\.0\)/,
    );
    assert.doesNotMatch(orderMessage(text, finding, 1, bits(5, 4)), /bits/);
  });
});
