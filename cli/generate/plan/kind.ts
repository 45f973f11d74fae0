import type { FileKind } from '../contract.ts';

/** Files that the developer and Aurora both write into, wherever they lie. */
const MERGED = new Set([
  'package.json',
  'tsconfig.json',
  'biome.json',
  'jest.config.js',
  'README.md',
  '.gitignore',
  'Dockerfile',
  '.dockerignore',
]);

/** What lies below is always overwritten. */
const GENERATED = ['/src/generated/', '/test/contracts/generated/'];

/** The path alone tells whose a file is, so that a developer can see it too. */
export function kindOf(path: string): FileKind {
  if (path.startsWith('migrations/')) return 'migration';
  if (path.startsWith('contracts/') || GENERATED.some((folder) => path.includes(folder))) return 'generated';
  return MERGED.has(path.slice(path.lastIndexOf('/') + 1)) ? 'merged' : 'owned';
}
