import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { isOwn } from './own.ts';

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

function withPlaces(text: string, path: string): string {
  const places = { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) };
  const placeOf = (name: string) => JSON.stringify(places[name as keyof typeof places]);
  // One that declares them itself has them from import.meta.
  const declared = /\b(?:const|let|var)\s+__(?:filename|dirname)\b/.test(text);
  const known = text.replace(/\bimport\.meta\.(url|filename|dirname)\b/g, (_all, name) => placeOf(name));
  return declared ? known : known.replace(/\b__(filename|dirname)\b/g, (_all, name) => placeOf(name));
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
      return from.kind === 'dynamic-import' && !isOwn(found.path) ? { path: found.path, external: true } : found;
    });
  },
};
