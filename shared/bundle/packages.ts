import { pathToFileURL } from 'node:url';
import type { OnLoadResult, OnResolveResult, Plugin } from 'esbuild';
import { isOwn } from './own.ts';

/** @param path where the package is that code calls `name` */
type OnDemand = (path: string, name: string) => Promise<OnResolveResult>;

/**
 * Packages that are not installed stay out of a bundle: they are for what nobody configured, and whoever asks for one nevertheless hears
 * it from Node. What becomes of those that code imports on demand is up to `onDemand`: in CommonJS they would lose the names they export.
 */
function packages(onDemand: OnDemand): Plugin {
  return {
    name: 'packages',
    setup({ onResolve, onLoad, resolve }) {
      const seen = Symbol('resolved');
      onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...from }) => {
        if (pluginData === seen || from.kind === 'entry-point') return undefined;
        const found = await resolve(path, { ...from, pluginData: seen });
        if (found.errors.length > 0) return { path, external: true };
        if (from.kind !== 'dynamic-import' || found.external || isOwn(found.path)) return found;
        return onDemand(found.path, path);
      });
      onLoad({ filter: /./, namespace: NAMED }, ({ pluginData }) => withNames(pluginData));
    },
  };
}

/** They are rarely needed, and are there: they stay where they are. */
export const linked: Plugin = packages(async (path) => ({ path: pathToFileURL(path).href, external: true }));

/** Nothing but the bundle will be there: they are in it, as files of their own. */
export const contained: Plugin = packages(async (path, name) => {
  const { 'module.exports': commonJs } = await import(pathToFileURL(path).href);
  return commonJs === undefined ? { path } : { path: name, namespace: NAMED, pluginData: path };
});

const NAMED = 'commonjs-with-names';

/** Exports the names that Node finds in a package in CommonJS. */
async function withNames(path: string): Promise<OnLoadResult> {
  const names = Object.keys(await import(pathToFileURL(path).href)).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name));
  const own = names.filter((name) => name !== 'default');
  return {
    contents: [
      `import all from ${JSON.stringify(path)};`,
      `const { ${own.map((name, index) => `${name}: _${index}`).join(', ')} } = all;`,
      `export { all as default, ${own.map((name, index) => `_${index} as ${name}`).join(', ')} };`,
    ].join('\n'),
    resolveDir: '/',
  };
}
