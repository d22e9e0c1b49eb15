import type * as vscode from 'vscode';

/** Where a page is displayed: a view in the side bar, or an editor of its own. */
export interface PageSurface {
  readonly webview: vscode.Webview;
  /** False once the surface is disposed. */
  readonly visible: boolean;
  readonly onDidChangeVisibility: vscode.Event<unknown>;
  readonly onDidDispose: vscode.Event<void>;
  /** Shows the surface and gives it the focus. */
  reveal(): void;
}

/** The surface of a view in the side bar. */
export function surfaceOfView(view: vscode.WebviewView): PageSurface {
  return surfaceOf(view, view.onDidChangeVisibility, () => view.show());
}

/** The surface of an editor. */
export function surfaceOfPanel(panel: vscode.WebviewPanel): PageSurface {
  return surfaceOf(panel, panel.onDidChangeViewState, () => panel.reveal());
}

function surfaceOf(
  container: vscode.WebviewView | vscode.WebviewPanel,
  onDidChangeVisibility: PageSurface['onDidChangeVisibility'],
  reveal: PageSurface['reveal'],
): PageSurface {
  // Reading `visible` of a disposed container throws, and a caller that waited for a model may read it that late.
  let isDisposed = false;
  container.onDidDispose(() => (isDisposed = true));
  return {
    webview: container.webview,
    get visible() {
      return !isDisposed && container.visible;
    },
    onDidChangeVisibility,
    onDidDispose: container.onDidDispose,
    reveal,
  };
}
