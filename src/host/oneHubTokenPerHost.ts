/** Name of a host's token in VS Code's secret storage: one for each host, so that a mirror never receives another's. */
export function tokenName(host: string): string {
  return `leftContext.hubToken.${host}`;
}
