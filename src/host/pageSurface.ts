import type * as vscode from 'vscode';

/** Where a page lives: a view in the side bar, or an editor of its own. */
export interface PageSurface {
  readonly webview: vscode.Webview;
  /** False once it is gone. */
  readonly visible: boolean;
  readonly onDidChangeVisibility: vscode.Event<unknown>;
  readonly onDidDispose: vscode.Event<void>;
  /** Gives it the focus. */
  reveal(): void;
}

export function surfaceOfView(view: vscode.WebviewView): PageSurface {
  return surfaceOf(view, view.onDidChangeVisibility, () => view.show());
}

export function surfaceOfPanel(panel: vscode.WebviewPanel): PageSurface {
  return surfaceOf(panel, panel.onDidChangeViewState, () => panel.reveal());
}

function surfaceOf(
  place: vscode.WebviewView | vscode.WebviewPanel,
  onDidChangeVisibility: PageSurface['onDidChangeVisibility'],
  reveal: PageSurface['reveal'],
): PageSurface {
  // VS Code answers no question about what is gone, and who waits for a model may ask one.
  let isGone = false;
  place.onDidDispose(() => (isGone = true));
  return {
    webview: place.webview,
    get visible() {
      return !isGone && place.visible;
    },
    onDidChangeVisibility,
    onDidDispose: place.onDidDispose,
    reveal,
  };
}
