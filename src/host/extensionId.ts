import { name, publisher } from '../../package.json';

/** The extension's id, by which VS Code knows it: publisher and name of package.json as it was built. */
export const EXTENSION_ID = `${publisher}.${name}`;
