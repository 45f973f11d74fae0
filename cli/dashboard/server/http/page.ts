import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { Refusal } from './refusal.ts';
import type { Handler } from './router.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

/** The files of the page, read once: no path that a client sends ever meets the disk. */
export function pageOf(folder: string): (path: string) => Handler | undefined {
  const files = new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && TYPES[extname(entry.name)] !== undefined)
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(folder.length).replaceAll(sep, '/'), readFileSync(path)] as const;
      }),
  );
  return (path) => {
    const name = path === '/' ? '/index.html' : path;
    const content = files.get(name);
    if (!content) return undefined;
    return ({ request, response }) => {
      if (request.method !== 'GET') throw new Refusal(405, 'method_not_allowed', `${path} takes GET.`);
      // Those with a hash in their name never change; the session's end takes the right to them.
      const kept = /-[A-Z0-9]{8}\.\w+$/.test(name) ? { 'cache-control': 'private, max-age=31536000, immutable' } : {};
      response.writeHead(200, { 'content-type': TYPES[extname(name)], ...kept }).end(content);
    };
  };
}
