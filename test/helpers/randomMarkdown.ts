import { seeded } from './random';

/** Sentences in twelve scripts, with their full stops. */
const SENTENCES: Readonly<Record<string, readonly string[]>> = {
  Latin: [
    'Ask Dr. Smith first. ',
    'Use e.g. Docker 3.5 or newer. ',
    'Répondez en français ! ',
    'Am 3. Oktober ist z. B. Ruhe. ',
  ],
  Cyrillic: ['Ответь кратко, т. е. в одном предложении. ', 'Не выдумывай чисел! '],
  Greek: ['Απάντησε σύντομα. ', 'Τι κάνεις; '],
  Armenian: ['Պատասխանիր կարճ։ ', 'Մի հորինիր թվեր։ '],
  Arabic: ['أجب باختصار. ', 'ما اسمك؟ '],
  Hebrew: ['ענה בקצרה. ', 'מה שמך? '],
  Devanagari: ['संक्षेप में उत्तर दो। ', 'तुम्हारा नाम क्या है? '],
  Tamil: ['சுருக்கமாக பதில் சொல். ', 'உன் பெயர் என்ன? '],
  Han: ['请用简洁的中文回答。', '不要编造数字！'],
  Kana: ['料金は表にあるものだけを答えてください。', '分かりますか？'],
  Hangul: ['짧게 대답하세요. ', '이름이 무엇입니까? '],
  Thai: ['ตอบสั้นๆ เป็นภาษาไทย ', 'อย่าแต่งตัวเลขขึ้นมาเอง '],
};
const PARTS = [
  '👩‍👩‍👧',
  '🇨🇭🇩🇪',
  '👍🏽',
  'cafe\u0301',
  '{{customer_name}}',
  '${user.name}',
  '{topic}',
  '%s',
  '`a. B`',
  '𝒳',
  '**Yes.** ',
];
const ENDS = ['\n', '\n', '\n\n', '\r\n', '\u2028', ' '];

/** `count` Markdown texts, the same each time, each in one of twelve scripts: all kinds of blocks, whole and broken off. */
export function* randomMarkdown(count: number, seed = 11): Generator<string> {
  const random = seeded(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const any = <T>(values: readonly T[]): T => values[below(values.length)]!;
  const scripts = Object.values(SENTENCES);
  for (let index = 0; index < count; index++) {
    const script = scripts[index % scripts.length]!;
    const prose = () =>
      Array.from({ length: 1 + below(4) }, () => any(script) + (random() < 0.3 ? `${any(PARTS)} ` : '')).join('');
    const lines = (make: () => string) => Array.from({ length: 1 + below(6) }, make).join('\n');
    const blocks = [
      () => `${'#'.repeat(1 + below(3))} ${any(script)}`,
      prose,
      () => lines(prose),
      () => lines(() => `${' '.repeat(2 * below(3))}${any(['-', '*', '1.'])} ${prose()}`),
      () => `${any(['```', '~~~'])}py\n${lines(() => `# ${any(script)}`)}\n${any(['```', '~~~', ''])}`,
      () => `| a | b |\n|---|---|\n${lines(() => `| ${any(script)}| ${below(9)} |`)}`,
      () => `- x\n\n  | a | b |\n  |---|---|\n${lines(() => `  | ${any(script)}| ${below(9)} |`)}`,
      () => `> ${lines(prose).replaceAll('\n', '\n> ')}`,
      () => `<!-- ${lines(prose)} ${any(['-->', ''])}`,
      () => `<note>\n${lines(prose)}\n</note>`,
      () => `$$\n${lines(() => 'a = b')}\n$$`,
      () => `[^1]: ${prose()}\n\n    ${prose()}`,
    ];
    const frontMatter = any(['', '', '', '---\nname: x\n---\n', '+++\nname = "x"\n+++\n']);
    yield frontMatter + Array.from({ length: 1 + below(7) }, () => any(blocks)() + any(ENDS) + any(ENDS)).join('');
  }
}
