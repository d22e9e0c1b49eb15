import * as vscode from 'vscode';

/** A file's content; undefined for a picture that the page put on the clipboard. */
export type RenderedContent = Uint8Array | string | undefined;

interface PendingRender {
  resolve(content: RenderedContent): void;
  reject(error: Error): void;
}

/** Requests to a page to render an export, each waiting for the page's answer for as long as the page is visible. */
export class PendingRenders {
  readonly #pending = new Map<number, PendingRender>();
  #lastRequest = 0;

  /** @param post sends the request with its number; returns whether it could */
  request(post: (request: number) => boolean): Promise<RenderedContent> {
    return new Promise((resolve, reject) => {
      const request = ++this.#lastRequest;
      this.#pending.set(request, { resolve, reject });
      if (!post(request)) this.reject(request, hiddenText());
    });
  }

  resolve(request: number, content: RenderedContent): void {
    this.#pending.get(request)?.resolve(content);
    this.#pending.delete(request);
  }

  reject(request: number, reason: string): void {
    this.#pending.get(request)?.reject(new Error(reason));
    this.#pending.delete(request);
  }

  /** Rejects all requests: a page that was hidden, closed or reloaded does not answer them. */
  rejectAll(): void {
    for (const request of this.#pending.keys()) this.reject(request, hiddenText());
  }
}

function hiddenText(): string {
  return vscode.l10n.t('The attention panel was hidden. Keep it open, and try again.');
}
