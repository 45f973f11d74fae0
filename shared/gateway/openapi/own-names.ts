import { isDeepStrictEqual } from 'node:util';
import type { OpenApiDocument } from '../../app/index.ts';

/** Kind (`schemas`, `responses`, …) → name → component. */
export type Components = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const REFERENCE = /^#\/components\/([^/]+)\/([^/]+)$/;

/**
 * The document with `<Service><Name>` in place of every component name that `taken` has for something else. What is alike
 * keeps its name, and stands once in the merged document.
 */
export function withOwnNames(document: OpenApiDocument, service: string, taken: Components): OpenApiDocument {
  const renamed = new Set<string>();
  for (;;) {
    const named = rename(document, prefixOf(service), renamed);
    const clashes = clashesOf((named.components ?? {}) as Components, taken).filter((clash) => !renamed.has(clash));
    if (clashes.length === 0) return named;
    // Renaming one component changes those that refer to it, and may set them apart as well.
    for (const clash of clashes) renamed.add(clash);
  }
}

function clashesOf(components: Components, taken: Components): string[] {
  return Object.entries(components).flatMap(([kind, members]) =>
    Object.keys(members)
      .filter((name) => taken[kind]?.[name] !== undefined && !isDeepStrictEqual(members[name], taken[kind][name]))
      .map((name) => `${kind}/${name}`),
  );
}

function rename(document: OpenApiDocument, prefix: string, renamed: ReadonlySet<string>): OpenApiDocument {
  if (renamed.size === 0) return document;
  const components = Object.fromEntries(
    Object.entries(document.components as Components).map(([kind, members]) => [
      kind,
      Object.fromEntries(
        Object.entries(members).map(([name, member]) => [
          renamed.has(`${kind}/${name}`) ? prefix + name : name,
          member,
        ]),
      ),
    ]),
  );
  return JSON.parse(JSON.stringify({ ...document, components }), (_key, value: unknown) => {
    const reference = typeof value === 'string' ? REFERENCE.exec(value) : null;
    if (reference === null || !renamed.has(`${reference[1]}/${reference[2]}`)) return value;
    return `#/components/${reference[1]}/${prefix}${reference[2]}`;
  });
}

/** `order-service` → `OrderService`. */
function prefixOf(service: string): string {
  return service.replace(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
