/** Milliseconds from a change of the prompt or the caret until a page displays it. */
export const PAGE_UPDATE_DELAY_MS = 150;
