import { readFile } from 'node:fs/promises';
import { basename, dirname, relative } from 'node:path';
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

/** An expression for the three places of a file. */
type PlaceOf = (path: string) => string;

/**
 * Maps lead back to lines of the fleet's own code; of packages, which are far more than Node ought to read at every start, to the file
 * alone. Code that asks where it stands, for files beside it, hears of the place that `placeOf` gives.
 */
function sources(placeOf: PlaceOf): Plugin {
  return {
    name: 'sources',
    setup({ onLoad }) {
      onLoad({ filter: /\.[cm]?[jt]s$/, namespace: 'file' }, async ({ path }) => {
        const text = withPlaces(await readFile(path, 'utf8'), placeOf(path));
        return { contents: isOwn(path) ? text : text + mapToFile(path), loader: path.endsWith('ts') ? 'ts' : 'js' };
      });
    },
  };
}

/** For a bundle that runs beside its sources: each file is where it always was. */
export const inPlace: Plugin = sources((path) => JSON.stringify([pathToFileURL(path).href, path, dirname(path)]));

/** For a bundle that goes elsewhere: each file is below the bundle, where it was below `root`. Needs `PLACE_BELOW` as its banner. */
export function below(root: string): Plugin {
  return sources((path) => `__placeBelow(${JSON.stringify(relative(root, path))})`);
}

export const PLACE_BELOW = `import { fileURLToPath as __toPath } from 'node:url'; const __placeBelow = (path) => { const url = new URL(encodeURI(path), import.meta.url); return [url.href, __toPath(url), __toPath(new URL('.', url)).slice(0, -1)]; };`;

function mapToFile(path: string): string {
  const map = JSON.stringify({ version: 3, sources: [basename(path)], mappings: 'AAAA' });
  return `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
}

/** Declares the names that `PLACES` leads to, in the first line, so that all others keep their numbers. */
function withPlaces(text: string, place: string): string {
  if (!/import\.meta|__filename|__dirname/.test(text)) return text;
  return `var [${Object.values(NAMES)}] = ${place}; ${text.replace(/^#!.*/, '')}`;
}
