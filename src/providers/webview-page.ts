import * as vscode from 'vscode';

/** The page of a panel: `dist/media/NAME.js` and `NAME.css`, and nothing else may run or be loaded. */
export function webviewPage(webview: vscode.Webview, media: vscode.Uri, name: string, title: string): string {
  const nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  const script = webview.asWebviewUri(vscode.Uri.joinPath(media, `${name}.js`)).toString();
  const style = webview.asWebviewUri(vscode.Uri.joinPath(media, `${name}.css`)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>${title}</title>
</head>
<body>
<div id="app"></div>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
