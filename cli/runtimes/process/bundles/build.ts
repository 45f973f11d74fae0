import type { BuildOptions, BuildResult } from 'esbuild';
import { PLACES, packages, sources } from './plugins.ts';

/** CommonJS in a bundle asks for Node's own modules by this. */
const REQUIRE = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

const OPTIONS = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: `node${process.versions.node}`,
  // As Node resolves, which knows nothing of `module`.
  conditions: [],
  mainFields: ['main'],
  // The text of loaded code stays in memory: a third less of it. Names are kept, and lines by the source maps.
  minify: true,
  keepNames: true,
  legalComments: 'none',
  sourcemap: 'linked',
  sourcesContent: false,
  banner: { js: REQUIRE },
  define: PLACES,
  plugins: [sources, packages],
  logLevel: 'silent',
  metafile: true,
  write: false,
} as const satisfies BuildOptions;

/**
 * Bundles the files named in `entryPoints`, each to `<key>.mjs` in `folder`; nothing is written yet.
 * @throws BuildFailure
 */
export async function build(
  root: string,
  entryPoints: Readonly<Record<string, string>>,
  folder: string,
): Promise<BuildResult<typeof OPTIONS>> {
  // Loaded by those alone who bundle.
  const esbuild = await import('esbuild');
  try {
    return await esbuild.build({ ...OPTIONS, absWorkingDir: root, entryPoints: { ...entryPoints }, outdir: folder });
  } finally {
    // Its process would outlive ours by a moment.
    await esbuild.stop();
  }
}
