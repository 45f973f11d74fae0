import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { isOwn } from './own.ts';

const NAMES = { url: '__sourceUrl', filename: '__sourceFile', dirname: '__sourceFolder' } as const;

/** What code that asks where it stands is given instead; for esbuild, which tells such a question from text and from names of its own. */
export const PLACES: Readonly<Record<string, string>> = {
  'import.meta.url': NAMES.url,
  'import.meta.filename': NAMES.filename,
  'import.meta.dirname': NAMES.dirname,
  __filename: NAMES.filename,
  __dirname: NAMES.dirname,
};

/**
 * Maps lead back to lines of the fleet's own code; of packages, which are far more than Node ought to read at every start, to the file
 * alone. Code that asks where it stands, for files beside it, hears of its source.
 */
export const sources: Plugin = {
  name: 'sources',
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?[jt]s$/ }, async ({ path }) => {
      const text = withPlaces(await readFile(path, 'utf8'), path);
      return { contents: isOwn(path) ? text : text + mapToFile(path), loader: path.endsWith('ts') ? 'ts' : 'js' };
    });
  },
};

function mapToFile(path: string): string {
  const map = JSON.stringify({ version: 3, sources: [basename(path)], mappings: 'AAAA' });
  return `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
}

/** Declares the names that `PLACES` leads to, in the first line, so that all others keep their numbers. */
function withPlaces(text: string, path: string): string {
  if (!/import\.meta|__filename|__dirname/.test(text)) return text;
  const places = [pathToFileURL(path).href, path, dirname(path)].map((place) => JSON.stringify(place));
  return `var [${Object.values(NAMES)}] = [${places}]; ${text.replace(/^#!.*/, '')}`;
}

/**
 * Two kinds of packages stay out of the bundle. Those that are not installed are for what nobody configured: whoever asks for one
 * nevertheless hears it from Node. Those that code imports on demand are rarely needed, and one in CommonJS would lose the names
 * that it exports.
 */
export const packages: Plugin = {
  name: 'packages',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === packages || from.kind === 'entry-point') return undefined;
      const found = await resolve(path, { ...from, pluginData: packages });
      if (found.errors.length > 0) return { path, external: true };
      return from.kind === 'dynamic-import' && !isOwn(found.path)
        ? { path: pathToFileURL(found.path).href, external: true }
        : found;
    });
  },
};
