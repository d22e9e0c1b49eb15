/** The prompt of a reader of the walkthrough who has none open. */
export const SAMPLE = `You are an editor who reads reports for a bank.

# Task

Read the report, and then write a summary of it in three sentences.
Name the bank, and the bank of the river on which it stands.
`;

/** UTF-16 offset of its caret: after a word that is much likelier with the right context. */
export const SAMPLE_CARET = SAMPLE.indexOf('report,') + 'report'.length;

/**
 * The name of its file. package.json gives it a language of its own, in which VS Code saves the file whenever it loses the
 * focus, so that closing it asks nothing.
 */
export const SAMPLE_FILE = 'left-context-sample.prompt.md';
