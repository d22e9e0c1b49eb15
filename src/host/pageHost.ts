import type * as vscode from 'vscode';
import type { PageSurface } from './webviewSurface';
import { webviewHtml } from './webviewHtml';

/** Which page a webview loads, and who handles its events. */
export interface PageHostOptions<In> {
  /** Name of the page's bundle in dist/pages. */
  readonly name: string;
  readonly extension: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** Validates a message from the page; undefined when it is invalid. */
  read(data: unknown): In | undefined;
  receive(message: In): void;
  visibilityChanged(): void;
}

/** Owns a page's webview: loads the page, validates its messages, and posts to it while it is visible. */
export class PageHost<In, Out> implements vscode.Disposable {
  readonly #surface: PageSurface;
  readonly #listeners: readonly vscode.Disposable[];

  constructor(surface: PageSurface, options: PageHostOptions<In>) {
    const { webview } = surface;
    this.#surface = surface;
    this.#listeners = [
      webview.onDidReceiveMessage((data: unknown) => {
        const message = options.read(data);
        if (message) options.receive(message);
        else options.log.warn('Ignored an invalid webview message.');
      }),
      surface.onDidChangeVisibility(() => options.visibilityChanged()),
    ];
    webview.html = webviewHtml(webview, options.extension, options.name);
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
  }

  get isVisible(): boolean {
    return this.#surface.visible;
  }

  /**
   * Sends a message to the page if it is visible; a hidden page starts again when it becomes visible.
   *
   * @returns whether the message was sent
   */
  post(message: Out): boolean {
    if (!this.isVisible) return false;
    void this.#surface.webview.postMessage(message);
    return true;
  }

  /** Shows the page and gives it the focus. */
  reveal(): void {
    this.#surface.reveal();
  }
}
