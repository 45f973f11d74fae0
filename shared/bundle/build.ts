import type { BuildOptions, BuildResult } from 'esbuild';
import { contained, linked } from './packages.ts';
import { below, inPlace, PLACE_BELOW, PLACES } from './places.ts';

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
  define: PLACES,
  logLevel: 'silent',
  metafile: true,
  write: false,
} as const satisfies BuildOptions;

export interface Bundle {
  /** Absolute. */
  readonly root: string;
  /** Files by the names that their bundles get, without `.mjs`. */
  readonly entryPoints: Readonly<Record<string, string>>;
  /** Where the bundles will be: what maps say is relative to it. */
  readonly folder: string;
  /** It runs where nothing else of the fleet is, and no package. */
  readonly portable: boolean;
}

/**
 * Bundles each entry point to `<name>.mjs` in a folder; what several have in common, once. Nothing is written yet.
 * @throws BuildFailure
 */
export async function build({ root, entryPoints, folder, portable }: Bundle): Promise<BuildResult<typeof OPTIONS>> {
  // Loaded by those alone who bundle.
  const esbuild = await import('esbuild');
  try {
    return await esbuild.build({
      ...OPTIONS,
      banner: { js: portable ? `${REQUIRE} ${PLACE_BELOW}` : REQUIRE },
      plugins: portable ? [below(root), contained] : [inPlace, linked],
      absWorkingDir: root,
      entryPoints: { ...entryPoints },
      outdir: folder,
    });
  } finally {
    // Its process would outlive ours by a moment.
    await esbuild.stop();
  }
}
