import { alternatives } from './promptOutline';

/** Names of material to work on: “e-mail”, “queries”. Rules, formats and definitions are no material. */
export const MATERIAL_NOUNS = alternatives(`
  context text passages? articles? e-?mails? mails? messages? conversations? chats? threads? transcripts? interviews?
  dialogues? exchanges? data tables? lists? items? rows? records? code functions? snippets? programs? scripts?
  quer(?:y|ies) class(?:es)? methods? diffs? logs? errors? traces? documents? paragraphs? sentences? stanzas? verses?
  reviews? comments? feedback reports? stor(?:y|ies) poems? lyrics notes? minutes abstracts? contracts? clauses?
  agreements? letters? essays? drafts? posts? tweets? headlines? slogans? quotes? quotations? statements? figures
  numbers ideas? entr(?:y|ies) strings? examples? answers? repl(?:y|ies) questions? claims? issues? newsletters?
  excerpts? extracts? scenes? chapters? cases? recipes? lines? words? terms? block content material findings?
  symptoms? results? values? names? dialog speech obituary ad advertisement translation summary biography history
  section
`);
/** Names material to work on: “text”. */
export const MATERIAL = new RegExp(String.raw`\b(?:${MATERIAL_NOUNS})\b`, 'i');
