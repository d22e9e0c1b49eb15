/** Most tokens of an answer: a whole distribution is kept in memory for each. */
const MAX_ANSWER_TOKENS = 64;

/** Throws when an answer has more tokens than can be looked at. */
export function refuseTooLongAnswer(tokens: number): void {
  if (tokens > MAX_ANSWER_TOKENS) throw new Error(answerTooLong(tokens));
}

function answerTooLong(tokens: number): string {
  return (
    `The answer has ${tokens} tokens, and at most ${MAX_ANSWER_TOKENS} can be looked at. Shorten it to the part that ` +
    'matters.'
  );
}
