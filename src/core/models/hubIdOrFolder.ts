/** Whether `id` has the form of a model id on a hub, owner/name. */
export function isHubId(id: string): boolean {
  return /^[\w][\w.-]*\/[\w][\w.-]*$/.test(id) && !id.includes('..');
}

/** Whether `id` is an absolute path, on Windows, macOS or Linux. */
export function isFolder(id: string): boolean {
  return /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(id);
}
