// The frame of the report's page: a strict policy for its content, its style, and the script that fills it with text.
import { reportStyle } from './report-style.ts';

/**
 * @param nonce random, new for each page: only what carries it is run or styles the page
 * @param script the address of the page's script, as the web view gives it
 */
export function reportHtml(nonce: string, script: string): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Image scan</title>
<style nonce="${nonce}">${reportStyle}</style>
</head>
<body>
<main id="report" aria-busy="true"><p>Reading the result…</p></main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
