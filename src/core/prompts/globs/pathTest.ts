/** Tests paths. Each path that passes holds one of `texts` behind a slash at its start, so that most paths need no test. */
export interface PathTest {
  (path: string): boolean;
  readonly texts: readonly string[];
}

export function pathTest(test: (path: string) => boolean, texts: readonly string[]): PathTest {
  return Object.assign((path: string) => test(path), { texts });
}

/** Passes what one of the tests passes. */
export function anyOf(tests: readonly PathTest[]): PathTest {
  return pathTest(
    (path) => tests.some((test) => test(path)),
    tests.flatMap(({ texts }) => texts),
  );
}

/** Paths that many tests are tried on. */
export class SearchedPaths {
  readonly #paths: readonly string[];
  readonly #folder: string;
  readonly #isInLowerCase: boolean;
  /** All paths, one a line, each with a slash at its start. */
  #lines: string | undefined;

  /**
   * @param folder stands before each path
   * @param isInLowerCase tests get paths in lower case
   */
  constructor(paths: readonly string[], folder = '', isInLowerCase = false) {
    this.#paths = paths;
    this.#folder = folder;
    this.#isInLowerCase = isInLowerCase;
  }

  /** Whether one of the paths passes. */
  some(test: PathTest): boolean {
    if (this.#paths.length === 0) return false;
    const lines = (this.#lines ??= this.#linesOfPaths());
    return test.texts.some((text) => holdsLine(lines, text, test));
  }

  /** One text, since searching it is many times faster than searching 50,000. */
  #linesOfPaths(): string {
    const lines = `\n/${this.#folder}${this.#paths.join(`\n/${this.#folder}`)}\n`;
    return this.#isInLowerCase ? lines.toLowerCase() : lines;
  }
}

/** Tries only the lines that hold a text. */
function holdsLine(lines: string, text: string, test: PathTest): boolean {
  for (let at = lines.indexOf(text, 1); at >= 0 && at < lines.length;) {
    const end = lines.indexOf('\n', at);
    if (test(lines.slice(lines.lastIndexOf('\n', at) + 2, end))) return true;
    at = lines.indexOf(text, end + 1);
  }
  return false;
}
