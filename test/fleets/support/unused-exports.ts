import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** What is called from outside of a service's sources: the fleet's client is there for whoever wants it. */
const FOR_OTHERS = /^services\/client\//;
const EXPORT = /^export (?:async )?(const|function|class|interface|type) (\w+)/gm;
const IMPORT = /(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'(\.[^']+)'/g;
/** `(await import('../seeds/dev.ts')).dev`. */
const LATE = /import\('(\.[^']+)'\)\)\.(\w+)/g;

/** Exports of a fleet's sources that neither its sources nor its tests import, each as `path: name`. */
export function unusedExports(root: string): string[] {
  const services = join(root, 'services');
  const paths = readdirSync(services, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules'))
    .map((path) => join(services, path));
  const sources = new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
  const used = new Set([...sources].flatMap(([path, text]) => importsOf(text, path)));
  return [...sources].flatMap(([path, text]) => {
    const name = relative(root, path);
    if (FOR_OTHERS.test(name)) return [];
    const exported = [...text.matchAll(EXPORT)].filter(([, kind = '', each = '']) => {
      // Types that the file's own functions take belong to these.
      const isTypeInUse = ['interface', 'type'].includes(kind) && text.split(new RegExp(`\\b${each}\\b`)).length > 2;
      return !used.has(`${path} ${each}`) && !isTypeInUse;
    });
    return exported.map(([, , each]) => `${name}: ${each}`);
  });
}

function importsOf(text: string, path: string): string[] {
  const named = [...text.matchAll(IMPORT)].flatMap(([, names = '', from = '']) =>
    names
      .split(',')
      .map((name) =>
        name
          .trim()
          .replace(/^type /, '')
          .replace(/ as .*/, ''),
      )
      .map((name) => `${resolve(dirname(path), from)} ${name}`),
  );
  const late = [...text.matchAll(LATE)].map(([, from = '', name]) => `${resolve(dirname(path), from)} ${name}`);
  return [...named, ...late];
}
