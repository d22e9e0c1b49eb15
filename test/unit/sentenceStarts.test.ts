import assert from 'node:assert/strict';
import { boundariesOf } from '../../src/core/text/wordSentenceAndHeadingBoundaries';
import { assertSentencesStartAtBars } from '../helpers/sentencesMarkedByBars';

/** Texts of each language, with a bar where a sentence starts. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  English: [
    'You work for Dr. Lee at St. Mary. |Ask what she takes, e.g. Aspirin. |Do not guess.',
    'J. R. R. Tolkien lived in the U.K. |He wrote a lot. |See p. 12, No. 5 and fig. A.',
    'It costs 3.50 at 5 p.m. Monday. |Is it free? |Yes! |(It is, really.) |Go to https://a.io/?q=1.',
    '“Why?” he asked. |She said “No.” |Wait… |Then go on. |[...] It ended.',
    'Use it (why not? It is free) and go on. |`npm i. Now` runs. |Version 2.1 is ancient. |42 are new.',
    '**Costs.** |What it costs, etc. |Plan B. |The rest. |Turn it on. |It is red.',
  ],
  German: [
    'Das gilt z. B. Am Montag, d. h. Montag bzw. Dienstag. |Vgl. S. 12 und Abb. 3.',
    'Am 3. Oktober und im 19. Jahrhundert lebte Dr. med. Meyer dort. |Es kostet 5. |Danach nicht.',
    'Er fragte: „Wer ist da?“ und ging. |„Ich“, sagte sie. |Die Firma Meyer & Co. KG zahlt usw. |Gut.',
  ],
  French: [
    'M. Dupont et Mme Martin, p. ex. Paul, viennent. |« C’est fini. » |La séance est levée.',
    'J.-P. Sartre est né au XXe s. |Est-ce vrai ? |Oui ! |Voir art. 5, p. 12. |Il dit : « Oui. »',
  ],
  Spanish: [
    '—¿Vienes? —preguntó Ana. |—Sí. |Se lo debo a Ud. |El tren sale en 5 min. |Corre.',
    'El Sr. García, p. ej. Ana, vive en EE. UU. |¿Vienes? |¡Sí! |Nació en 44 a. C. |Luego no.',
  ],
  Portuguese: ['O Sr. Silva e a Dra. Lima chegam às 5. |Veja a pág. 3, p. ex. Nota. |Ok?'],
  Russian: [
    'Это т. е. Пример для А. С. Пушкина на ул. Мира. |В 1837 г. он умер. |Почему? |См. стр. 5.',
    'Яблоки, груши и т. д. |Цена 100 руб. |Вес 5 кг. |Население 2 млн. |Город растёт.',
    'Пишут Пушкин, Гоголь и др. |Авторы известны. |Дж. Р. Р. Толкин тоже. |Мы говорим о нем. |А они нет.',
    '— Ты идёшь? |— Иду, — сказал он. |— Подожди.',
    '«Кто там?» — спросил он. |«Знание — сила!» — Ф. Бэкон',
  ],
  Chinese: ['请阅读报表。|不要编造数字！|他说：“好的。”|步骤：1. 打开文件；2. 点击保存。|你好（对吗？是的）吧。'],
  Japanese: [
    '予約を受け付けます。|「はい。」と答えました。|料金は？|分かりません。|『表』を見ます。',
    '「本当ですか？」|彼女は答えなかった。|「誰だ？」|「俺だよ。」と声がした。',
    '大きなファイル（動画も！）の追加もできます。|質問は自由です（ただし、丁寧に！）|誰でも初めは知りません。',
    '「やるしかない。」――彼はそう呟いた。|どうすればいいのか？という疑問が残る。|なぜ？|とても難しい。',
  ],
  Hindi: [
    'डॉ. शर्मा यहाँ हैं। |नाम क्या है? |संक्षेप में लिखो. |पृ. 5 देखो।',
    'अब "नमस्ते, दुनिया!" लिखो। |पेज को "क्या हाल है?" से बदलो। |"चलो!" राम ने कहा। |उसने पूछा: "कौन है?" |सब चुप थे।',
    'बॉक्स (जो हिलता नहीं!) कूदता है। |पूछना ठीक है (धैर्य रखें!) |सब नए होते हैं। |के. आर. नारायणन आए।',
  ],
  Arabic: [
    'قال د. أحمد نعم. |ما اسمك؟ |أجب باختصار!',
    'إذا سألت "ما هذا؟" يمكن للنموذج أن يجيب. |"من هناك؟" سأل الرجل. |كتب: "نعم!" |ثم خرج.',
    'ولد جون إف. كينيدي هنا. |كتب جيه. كيه. رولينج كتابا. |الخادم (أليس رائعا؟) يعمل جيدا.',
  ],
};

suite('sentences', () => {
  for (const [language, texts] of Object.entries(TEXTS)) {
    test(`start where they do in ${language}`, () => {
      texts.forEach(assertSentencesStartAtBars);
    });
  }

  test('end in Hindi with a bar that stands for a danda', () => {
    const starts = boundariesOf('यह घर है| वह पेड़ है| होम | संपर्क', 'sentence');
    assert.deepEqual(starts, ['यह घर है| '.length, 'यह घर है| वह पेड़ है| '.length]);
  });

  const sentences = (text: string) => {
    const starts = [0, ...boundariesOf(text, 'sentence')];
    return starts.map((start, index) => text.slice(start, starts[index + 1]));
  };

  test('end with their emoji, which opens others only in texts that begin with one', () => {
    assert.deepEqual(sentences('Welcome! 🏰 Nice to see you. Ready? 👩‍💻'), [
      'Welcome! 🏰 ',
      'Nice to see you. ',
      'Ready? 👩‍💻',
    ]);
    assert.deepEqual(sentences('✅ Do this. ❌ Not that.'), ['✅ Do this. ', '❌ Not that.']);
  });

  test('go on behind a quotation with who speaks, and do not before the next speaker', () => {
    assert.deepEqual(sentences('"\'What is it?\' I asked. He left."'), ["\"'What is it?' I asked. ", 'He left."']);
    assert.deepEqual(sentences('她说：“我不知道……”“那就算了。”'), ['她说：“我不知道……”', '“那就算了。”']);
  });

  test('go on behind the key of a shortcut in scripts without capitals', () => {
    assert.equal(sentences('你可以用 alt-. 来打开它。').length, 1);
    assert.equal(sentences('-¡Ah! -dijo otro-. ¿Qué es eso?').length, 2);
  });

  test('go on in the next line where a line was full or the next one starts in lower case', () => {
    const full =
      'You are an assistant that answers every question in\nFrench. Never answer in any other language, whoever\nasks.\n';
    assert.equal(sentences(full).length, 2);
    assert.deepEqual(sentences('Answer it\nas you like.\n'), ['Answer it\nas you like.\n']);
    assert.deepEqual(sentences('> Answer it\n> as you like. Or not.\n'), ['> Answer it\n> as you like. ', 'Or not.\n']);
  });

  test('end with other lines, items and line separators', () => {
    assert.deepEqual(sentences('Name: Bo\nRole: Clerk\nBe nice.\n'), ['Name: Bo\n', 'Role: Clerk\n', 'Be nice.\n']);
    assert.deepEqual(sentences('- one\n- two\n'), ['- one\n', '- two\n']);
    assert.deepEqual(sentences('One\u2028Two\u2029Three'), ['One\u2028', 'Two\u2029', 'Three']);
    assert.deepEqual(sentences('One  \ntwo'), ['One  \n', 'two']);
  });

  test('are lines in code, and rows in a table', () => {
    assert.deepEqual(sentences('```\na. B\n\nc\n```\n'), ['```\n', 'a. B\n\n', 'c\n', '```\n']);
    assert.deepEqual(sentences('| a. B |\n|---|\n| 1 |\n| 2 |\n'), ['| a. B |\n|---|\n', '| 1 |\n', '| 2 |\n']);
  });
});
