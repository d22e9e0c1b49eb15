import { Editor, type Window, type WindowOptions } from './window';

let starting: Promise<Editor> | undefined;

suiteTeardown(async () => (await starting)?.stop());

/** Opens a window of one editor with default settings that suites share: starting an editor takes ten seconds. */
export async function openSharedWindow(options: WindowOptions = {}): Promise<Window> {
  starting ??= Editor.start();
  return (await starting).open(options);
}
