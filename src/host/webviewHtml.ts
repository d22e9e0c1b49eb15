import * as vscode from 'vscode';

/**
 * The HTML of a page whose script and style are dist/pages/NAME.js and .css, with VS Code's icons. Its content security
 * policy allows nothing from elsewhere, and no images except those that the page draws itself.
 */
export function webviewHtml(webview: vscode.Webview, extension: vscode.Uri, name: string): string {
  const folder = vscode.Uri.joinPath(extension, 'dist', 'pages');
  const address = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, file));
  const nonce = crypto.randomUUID();
  const { cspSource } = webview;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    'img-src blob:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <link rel="stylesheet" href="${address('codicon.css')}" id="vscode-codicon-stylesheet">
  <link rel="stylesheet" href="${address(`${name}.css`)}">
</head>
<body>
  <script nonce="${nonce}" src="${address(`${name}.js`)}"></script>
</body>
</html>`;
}

/** The folders that a page's webview may load files from. */
export function pageRoots(extension: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extension, 'dist', 'pages')];
}
