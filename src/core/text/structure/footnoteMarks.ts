/** “[1]”, “[^note]”, “²”: marks of footnotes, which stand behind the end of a sentence and belong to it; not links or footnotes. */
export const FOOTNOTE_MARKS = String.raw`(?:\[(?:\^[^\]\s]{1,20}|\p{Nd}{1,3}|\p{L}|注\p{Nd}{0,3})\](?![(:])|[¹²³⁰⁴-⁹])+`;
