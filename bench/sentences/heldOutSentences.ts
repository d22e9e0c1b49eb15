/** Neutral sentences by language that the lens does not use. */
export const HELD_OUT: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Paper comes in many sizes.',
    'The following line is also part of this page.',
    'Most documents are read from the top to the bottom.',
    'A sentence like this one may appear anywhere in a document without changing it.',
    'Letters form words, and words form sentences.',
    'Nothing in particular is said at this point of the text.',
  ],
  es: [
    'El papel viene en muchos tamaños.',
    'La línea siguiente también forma parte de esta página.',
    'La mayoría de los documentos se leen de arriba abajo.',
    'Una frase como esta puede aparecer en cualquier lugar de un documento sin cambiarlo.',
    'Las letras forman palabras y las palabras forman frases.',
    'En este punto del texto no se dice nada en particular.',
  ],
};
