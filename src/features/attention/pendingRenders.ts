import * as vscode from 'vscode';

interface Waiting {
  resolve(content: Uint8Array | string | undefined): void;
  reject(error: Error): void;
}

/** What a page was asked to make and has not made yet. */
export class PendingRenders {
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  /** @param post sends the request under its number */
  ask(post: (request: number) => void): Promise<Uint8Array | string | undefined> {
    return new Promise((resolve, reject) => {
      const request = ++this.#asked;
      this.#waiting.set(request, { resolve, reject });
      post(request);
    });
  }

  done(request: number, content: Uint8Array | string | undefined): void {
    this.#waiting.get(request)?.resolve(content);
    this.#waiting.delete(request);
  }

  failed(request: number, reason: string): void {
    this.#waiting.get(request)?.reject(new Error(reason));
    this.#waiting.delete(request);
  }

  /** A page that is hidden, closed or loaded anew answers no more. */
  giveUp(): void {
    for (const request of this.#waiting.keys())
      this.failed(request, vscode.l10n.t('The attention panel was hidden. Keep it open, and try again.'));
  }
}
