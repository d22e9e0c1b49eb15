import * as vscode from 'vscode';
import type { PageSurface } from '../../src/host/webviewSurface';

/** A surface without a browser: the test is the page. */
export class FakeSurface implements PageSurface {
  readonly #messages = new vscode.EventEmitter<unknown>();
  readonly #visibility = new vscode.EventEmitter<void>();
  readonly #dispose = new vscode.EventEmitter<void>();
  readonly onDidChangeVisibility = this.#visibility.event;
  readonly onDidDispose = this.#dispose.event;
  visible = true;
  /** The messages that the page got, in order. */
  readonly received: { readonly type: string; readonly canRetry?: boolean }[] = [];
  readonly webview: vscode.Webview = {
    html: '',
    options: {},
    cspSource: 'fake:',
    asWebviewUri: (uri) => uri,
    onDidReceiveMessage: this.#messages.event,
    postMessage: (message: { readonly type: string }) => {
      this.received.push(message);
      return Promise.resolve(true);
    },
  };

  /** Sends a message as the page would. */
  send(message: unknown): void {
    this.#messages.fire(message);
  }

  show(isVisible: boolean): void {
    this.visible = isVisible;
    this.#visibility.fire();
  }

  reveal(): void {}
}
