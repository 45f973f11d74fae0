import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { init, parse } from 'es-module-lexer';

await init();

export interface Import {
  /** Paths from the root, e.g. `cli/main.ts`. */
  readonly from: string;
  /** A path from the root, or the name of a package. */
  readonly to: string;
}

/** Every import of a file, static, dynamic (with a literal) and of types alone. */
export function importsOf(root: string, file: string): Import[] {
  const source = readFileSync(resolve(root, file), 'utf8');
  const running = parse(stripTypeScriptTypes(source))[0].flatMap(({ specifier }) => specifier ?? []);
  const typeOnly = [...source.matchAll(/^(?:import|export) type .*? from '([^']+)'/gms)].map((match) => match[1] ?? '');
  return [...new Set([...running, ...typeOnly])].map((specifier) => ({
    from: file,
    to: target(root, file, specifier),
  }));
}

function target(root: string, file: string, specifier: string): string {
  if (specifier.startsWith('.')) return relative(root, resolve(root, dirname(file), specifier));
  return specifier
    .replace(/^@aurora\/shared\/(.+)$/, 'shared/$1/index.ts')
    .replace(/^@aurora\/client\/(.+)$/, 'services/client/src/generated/entities/$1.ts');
}
