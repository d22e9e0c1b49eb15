/** Ends this process when the editor ends, which can happen without a message: this process must not outlive it. */
export function exitWithEditor(): void {
  process.on('disconnect', () => process.exit());
}
