import * as vscode from 'vscode';

/** A panel of ours: which page it shows, and where it opens first. */
export interface WebviewKind {
  /** Of its script and style, `dist/media/NAME.js` and `NAME.css`. */
  readonly name: string;
  readonly title: string;
  readonly column: vscode.ViewColumn;
  /** Leaves the focus where it is. */
  readonly preserveFocus: boolean;
}

/** Opens a panel whose messages go to `received`, until it is closed. */
export function openWebview(
  extension: vscode.Uri,
  { name, title, column, preserveFocus }: WebviewKind,
  received: (raw: unknown) => void,
  closed: () => void,
): vscode.WebviewPanel {
  const media = vscode.Uri.joinPath(extension, 'dist', 'media');
  const panel = vscode.window.createWebviewPanel(
    `indexLens.${name}`,
    title,
    { viewColumn: column, preserveFocus },
    { enableScripts: true, enableFindWidget: true, localResourceRoots: [media] },
  );
  panel.iconPath = vscode.Uri.joinPath(extension, 'media', 'icon.png');
  panel.webview.onDidReceiveMessage(received);
  panel.onDidDispose(closed);
  panel.webview.html = webviewPage(panel.webview, media, name, title);
  return panel;
}

/** The page of a panel: `dist/media/NAME.js` and `NAME.css`, and nothing else may run or be loaded. */
function webviewPage(webview: vscode.Webview, media: vscode.Uri, name: string, title: string): string {
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
