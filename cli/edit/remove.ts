import { isScalar } from 'yaml';
import { namesOf } from '../config/derive.ts';
import { type Path, startsWith } from '../config/mistake.ts';
import { AuroraError } from '../errors.ts';
import { type Addition, type Config, NEW_PACKAGE } from './add/addition.ts';
import { type Mention, mentionsIn, mentionsOf } from './mentions.ts';
import { OWN_ROWS } from './own-rows.ts';
import { describe, pathOf, wordsOf } from './target.ts';
import type { Target } from './target-kinds.ts';
import { remove } from './text/remove.ts';
import { nodeAt, type Source } from './text/source.ts';

/** Keys that say nothing when nothing stands under them: they go with the last that does. */
const OPTIONAL = new Set([
  'commands',
  'emits',
  'enums',
  'events',
  'indexes',
  'list',
  'queries',
  'seeds',
  'subscribes',
  'unique',
]);

/**
 * Takes something out of the config, and with `cascade` all that refers to it as well.
 * @throws AuroraError `referred_to` with every place that does, `last_one` where what has it cannot be without
 */
export function planRemoval(config: Config, target: Target, cascade: boolean): Addition {
  const { source, outline } = config;
  refuseLast(source, target);
  const path = pathOf(target);
  const outside = mentionsIn(source).filter((mention) => !startsWith(mention.path, path));
  const blocking = mentionsOf(outside, target).filter(({ follows }) => !follows);
  if (blocking.length > 0 && !cascade) throw referredTo(config, target, blocking);
  const gone = [path];
  const along: string[] = [];
  const visit = (each: Target) => {
    for (const { goes: part, follows } of mentionsOf(outside, each)) {
      const goes = withItsList(source, part);
      if (gone.some((other) => startsWith(goes, other))) continue;
      gone.push(goes);
      if (!follows) along.push(`removed with it: ${goes.slice(1).join('.')}`);
      const field = fieldAt(goes);
      if (field) visit(field);
    }
  };
  visit(target);
  return {
    splices: remove(source, withEmptied(source, gone)),
    what: describe(target),
    notes: [...along, ...whatStays(target, outline)],
  };
}

/** A list goes with what its items are. */
function withItsList(source: Source, path: Path): Path {
  const above = path.slice(0, -1);
  const type = path.at(-1) === 'of' ? nodeAt(source, [...above, 'type']) : undefined;
  return isScalar(type) && type.value === 'array' ? above : path;
}

/** What no file of the fleet holds. */
function whatStays(target: Target, outline: Config['outline']): string[] {
  if (target.kind === 'service') return [NEW_PACKAGE];
  if (target.kind === 'field') return [OWN_ROWS];
  if (target.kind !== 'entity') return [];
  const { service, entity } = target;
  const { table } = namesOf(entity, outline.services[service]?.entities?.[entity]?.plural);
  return [`its table ${table} stays with its rows until its migration drops it`];
}

function fieldAt(path: Path): Target | undefined {
  const [services, service, entities, entity, fields, name, ...deeper] = path.map(String);
  if (services !== 'services' || entities !== 'entities' || fields !== 'fields' || deeper.length > 0) return undefined;
  if (service === undefined || entity === undefined || name === undefined) return undefined;
  return { kind: 'field', service, entity, name };
}

/** With the keys that nothing is left under. */
function withEmptied(source: Source, gone: readonly Path[]): Path[] {
  const paths = [...gone];
  // Each may leave another empty one above it: those are looked at in their turn.
  for (const path of paths) {
    const above = path.slice(0, -1);
    const within = nodeAt(source, above) as { items: unknown[] };
    const siblings = paths.filter((other) => other.length === path.length && startsWith(other, above));
    const isKnown = paths.some((other) => other.join('/') === above.join('/'));
    if (new Set(siblings.map(String)).size === within.items.length && isOptional(above) && !isKnown) paths.push(above);
  }
  return paths;
}

function isOptional(path: Path): boolean {
  const [top, , services] = path;
  // A handler without events is none.
  if (path.at(-1) === 'to' || path.at(-2) === 'subscribes') return true;
  return OPTIONAL.has(String(path.at(-1))) || (top === 'environments' && services === 'services');
}

/** The schema wants one at least; to say so of an empty mapping would help nobody. */
function refuseLast(source: Source, target: Target): void {
  if (target.kind !== 'entity' && target.kind !== 'field') return;
  const path = pathOf(target);
  const siblings = (nodeAt(source, path.slice(0, -1)) as { items: unknown[] }).items.length;
  if (siblings > 1) return;
  const next = target.kind === 'field' ? `entity ${target.entity}` : `service ${target.service}`;
  throw new AuroraError('last_one', `The ${describe(target)} is the only one there.`, {
    exit: 'usage',
    next: `aurora remove ${next}`,
  });
}

function referredTo({ file, source }: Config, target: Target, blocking: readonly Mention[]): AuroraError {
  const places = blocking.map(({ path, text, offset }) => {
    const { line, column } = source.position(offset);
    return { line, column, path: path.join('.'), text };
  });
  return new AuroraError('referred_to', `The ${describe(target)} is still referred to, so nothing was removed.`, {
    exit: 'usage',
    details: places.map(({ line, column, path, text }) => `${file}:${line}:${column}  ${path}: ${text}`),
    facts: { places },
    next: `aurora remove ${wordsOf(target)} --cascade, which removes those too, or change them first`,
  });
}
