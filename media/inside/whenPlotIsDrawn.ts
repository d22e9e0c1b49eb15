/** Fitting the plot takes a while, so it waits until the writer pauses. */
export const PLOT_DELAY_MS = 150;

/** With fewer vectors, a text is displayed instead of the plot. */
export const FEWEST_PLOTTED = 3;
