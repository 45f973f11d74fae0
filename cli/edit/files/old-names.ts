import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entity, Fleet } from '../../config/model.ts';
import { kebabCase, pascalCase, snakeCase } from '../../config/names.ts';
import type { Renaming } from '../rename.ts';

/** A name as code writes it, before and after. */
export type Names = ReadonlyMap<string, string>;

/** How code calls what has been renamed, in every form that differs. */
export function namesIn({ from, to }: Renaming, before: Fleet, after: Fleet): Names {
  if (from.kind === 'service' && to.kind === 'service') return new Map([[from.service, to.service]]);
  if (from.kind === 'entity' && to.kind === 'entity') {
    const [was, is] = [formsOf(entityOf(before, from)), formsOf(entityOf(after, to))];
    return pairs(was, is);
  }
  if (!('name' in from && 'name' in to)) return new Map();
  const forms = (name: string) => [name, pascalCase(name), kebabCase(name), snakeCase(name)];
  return pairs(forms(from.name), forms(to.name));
}

/** The first of forms that look alike: `orders` is more often a variable than a table. */
function pairs(was: readonly string[], is: readonly string[]): Names {
  const all = was.map((form, index): [string, string] => [form, is[index] as string]);
  return new Map(all.filter(([before, after]) => before !== after).toReversed());
}

function entityOf(fleet: Fleet, { service, entity }: { service: string; entity: string }): Entity | undefined {
  const owner = fleet.services.find(({ name }) => name === service);
  return owner?.kind === 'domain' ? owner.entities.find(({ name }) => name === entity) : undefined;
}

function formsOf(entity: Entity | undefined): string[] {
  if (!entity) return [];
  const { name, singular, plural, path, table } = entity;
  return [name, singular, kebabCase(singular), plural, pascalCase(plural), path, table];
}

/** Lines of the developer's files that still use an old name: `services/…/order.ts:12  still says order (now sale)`. */
export function oldNamesIn(root: string, folder: string, names: Names): string[] {
  if (names.size === 0) return [];
  // New names as well, so that `number` is not found again in the `invoiceNumber` that has taken its place.
  const alone = [...names.keys(), ...names.values()].toSorted((a, b) => b.length - a.length).join('|');
  const pattern = new RegExp(`(?<![A-Za-z0-9_-])(?:${alone})(?![A-Za-z0-9_-])|(?<=[a-z])(?:${alone})(?![a-z])`, 'g');
  return sourcesIn(root, folder).flatMap((path) => {
    const lines = readFileSync(join(root, path), 'utf8').split('\n');
    return lines.flatMap((line, index) => {
      const found = new Set(line.match(pattern)?.filter((name) => names.has(name)));
      return [...found].map((name) => `${path}:${index + 1}  still says ${name} (now ${names.get(name)})`);
    });
  });
}

/** Packages are nobody's to change, and generated code has the new names. */
const NOT_THEIRS = new Set(['generated', 'node_modules']);

function sourcesIn(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NOT_THEIRS.has(entry.name) ? [] : sourcesIn(root, path);
    return path.endsWith('.ts') ? [path] : [];
  });
}
