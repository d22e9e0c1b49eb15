import * as vscode from 'vscode';

/** The HTML of a page whose script and style are dist/pages/NAME.js and .css. Loads nothing from elsewhere. */
export function webviewPage(webview: vscode.Webview, extension: vscode.Uri, name: string): string {
  const folder = vscode.Uri.joinPath(extension, 'dist', 'pages');
  const script = webview.asWebviewUri(vscode.Uri.joinPath(folder, `${name}.js`));
  const style = webview.asWebviewUri(vscode.Uri.joinPath(folder, `${name}.css`));
  const nonce = crypto.randomUUID();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource};`;
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <link rel="stylesheet" href="${style}">
</head>
<body>
  <script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}

/** Where a page's webview may load from. */
export function pageRoots(extension: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extension, 'dist', 'pages')];
}
