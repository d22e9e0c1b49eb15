/** What closes something that was opened left of the caret, one form a line. */
const CLOSING_MARKS = [
  // ) ] } 」 ） 》 ’ . , ; : ! ? 。 " ' * / \ #, but not ¿ and ¡, which open
  /(?![¿¡])[\p{Pe}\p{Pf}\p{Po}]/u,
  // “ and « close quotations in German and Danish; > ` _ ~ $ | close tags, code, emphasis, mathematics and cells of tables
  /[“‘«‹>`_~$|]/u,
  // </role>
  /<\/[\p{L}_][\p{L}\p{N}_.:-]*\s*>/u,
  // --> of a comment; -}} and -%} of templates
  /--?(?=[>}%])/u,
  // <|im_end|>, [/INST], {{/if}}, {% endif %}
  /<\|[\p{L}\p{N}_]+\|>|\[\/\p{L}+\]|\{\{\/[\p{L}\p{N}_]+\}\}|\{%-? ?end\p{L}* ?-?%\}/u,
  /\s/u,
];
const ONLY_CLOSING_MARKS = new RegExp(`^(?:${CLOSING_MARKS.map(({ source }) => source).join('|')})*$`, 'u');

/** Whether ghost text may be shown before `lineSuffix`, the rest of the line: it must be blank or closing marks. */
export function hasRoomFor(lineSuffix: string): boolean {
  return ONLY_CLOSING_MARKS.test(lineSuffix);
}
