/** The model of a command when --model is left out. */
export const DEFAULT_MODELS = {
  count: 'prompt-bert',
  complete: 'prompt-gpt',
  attend: 'prompt-bert',
  compare: 'prompt-gpt',
};
