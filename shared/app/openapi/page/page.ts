import { createHash } from 'node:crypto';
import { script } from './script.ts';
import { style } from './style.ts';

/** Reads `/openapi.json` of its own origin and nothing else: no internet, no library, 17 KB. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API</title>
<style>${style}</style>
</head>
<body>
<header><h1>API</h1><a href="openapi.json">openapi.json</a><input id="token" type="password" size="24" autocomplete="off" aria-label="Token" placeholder="Token: aurora token"></header>
<datalist id="ids"></datalist><datalist id="etags"></datalist>
<main>Loading /openapi.json …</main>
<noscript>This page needs JavaScript; /openapi.json does not.</noscript>
<script>${script}</script>
</body>
</html>
`;

/** Nothing but this page's own script and style, and calls to its own origin. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "connect-src 'self'",
  `script-src '${hashOf(script)}'`,
  `style-src '${hashOf(style)}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

function hashOf(inline: string): string {
  return `sha256-${createHash('sha256').update(inline).digest('base64')}`;
}
