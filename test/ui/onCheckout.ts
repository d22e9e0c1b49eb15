/** For suites that the window runs on the checkout alone, and not once more on the installed VSIX. */
export const suiteOnCheckout = process.env['LEFT_CONTEXT_VSIX'] ? suite.skip : suite;
