import { packageJson } from '../package.ts';
import type { Tree } from './tree.ts';

/** What the fleet's package.json asks for of this package: npm writes it, and the file comes out with it. Undefined: nothing. */
export function dependencyOf(tree: Tree): string | undefined {
  const text = tree.read('package.json');
  if (text === null) return undefined;
  try {
    const { dependencies, devDependencies } = JSON.parse(text);
    return { ...dependencies, ...devDependencies }[packageJson().name];
  } catch {
    // Conflict markers, or another mistake that npm tells better.
    return undefined;
  }
}
