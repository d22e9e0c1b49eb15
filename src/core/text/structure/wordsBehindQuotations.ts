/** Particles with which a Japanese sentence goes on; not the beginnings of words that open one. */
const JAPANESE = [
  'と(?![てりこも])|って|など|の(?!ち)|を|に(?!も)|が|は(?![いじ])|も(?![しちっ])|で(?![もはき])|へ|から|まで',
  'や(?![がはっ])|だ|な[らの]|じゃ|より|ばかり|くらい|さん',
];
/** Japanese words that make a question without quotation marks a part of the sentence. */
const BEHIND_QUESTION =
  /^(?:という|といった|と(?:思|言|聞|考|尋|疑|感)|って(?:思|言|いう|こと|感じ)|など|なんて|のような|みたいな)/;
/** Chinese words that join the quotation to the rest of the sentence, or speak of it; not the beginnings of others. */
const CHINESE = [
  '的(?!确)|和|与(?!此)|及(?![时至])|或(?!许)|并(?![非不])|还是|以及|而不是|作为|之[类后前流]|时(?![间而])|后(?!来)|是(?![的啊吗否])',
  '便(?![宜利于])|等(?=[，。、；：等词字句话问内信表口])|这样的|[这那](?:种|类|一(?!天|次|年|刻|回|夜|晚|时)|[句段番些几]?话|几个字)',
  '[这那]个(?:词|字|问题|句子|说法|短语|名字|答案|提示|回答)|[一两三四五六七八九十几][个句]?[字词话]',
];
/** “他大声问道。” Not “他大声问道：“…””, which begins a sentence of its own. */
const CHINESE_SPEAKER = [
  '[^，。！？：；…“”「」\\s]{0,12}?(?:(?<![知难味街报])道|[说问喊叫答嚷骂吼念想呼]|回[应复]|表示|补充|解释|提醒|自语|感叹|嘀咕)',
  '(?:道|着|了|起来|完|一声|一句|[我你他她它]们?|自己|大家)?(?=[，。！？…]|$)',
].join('');
const HINDI_SPEAKER =
  '[\\p{sc=Deva}\\s]{0,40}?\\s(?:कहा|पूछा|बोला|बोली|बोले|सोचा|पुकारा|चिल्लाया|चिल्लाई|(?:जवाब|उत्तर) दिया)(?=[।.!])';
const ARABIC_SPEAKER =
  '(?:قال|قالت|قلت|سأل|سألت|صاح|صاحت|صرخ|صرخت|هتف|هتفت|أجاب|أجابت|رد|ردت|همس|همست|تساءل|تساءلت)(?![\\p{L}\\p{M}])';

/** In the first person only: other persons begin with a small letter. */
const ENGLISH_SPEAKER =
  'I (?:added|answered|asked|cried|exclaimed|remarked|repeated|replied|said|shouted|thought|whispered)\\b';

const GOES_ON = new RegExp(`^(?:${[...JAPANESE, ...CHINESE].join('|')})`, 'u');
const SPEAKER = new RegExp(`^(?:${[CHINESE_SPEAKER, ENGLISH_SPEAKER, HINDI_SPEAKER, ARABIC_SPEAKER].join('|')})`, 'u');

/** Whether a text that follows a quotation goes on with its sentence, in scripts without capital letters, which would tell. */
export function goesOnWithSentence(after: string): boolean {
  return GOES_ON.test(after);
}

/** Whether a text that follows a question without quotation marks goes on with its sentence: “どうするか？という…”. */
export function goesOnBehindQuestion(after: string): boolean {
  return BEHIND_QUESTION.test(after);
}

/** Whether it says who speaks. */
export function saysWhoSpeaks(after: string): boolean {
  return SPEAKER.test(after);
}
