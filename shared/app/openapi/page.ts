import { createHash } from 'node:crypto';
import { script } from './page-script.ts';

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
header { display: flex; flex-wrap: wrap; gap: 1rem; align-items: baseline; justify-content: space-between; }
input, textarea, button { font: inherit; padding: .3rem .5rem; box-sizing: border-box; }
textarea { width: 100%; min-height: 6rem; font-family: ui-monospace, monospace; }
details { border: 1px solid #8884; border-radius: .4rem; margin: .4rem 0; padding: .4rem .8rem; }
summary { cursor: pointer; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
pre { overflow: auto; background: #8881; padding: .6rem; border-radius: .4rem; }
table { border-collapse: collapse; width: 100%; }
td { padding: .15rem .6rem .15rem 0; vertical-align: top; }
.method { display: inline-block; min-width: 4.5rem; font-weight: 600; }
.quiet { opacity: .7; }
`;

/** Reads `/openapi.json` of its own origin and nothing else: no internet, no library, 6 KB. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API</title>
<style>${style}</style>
</head>
<body>
<header><h1>API</h1><label>Token <input id="token" type="password" autocomplete="off" placeholder="aurora token"></label></header>
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
