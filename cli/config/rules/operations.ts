import { namesOf } from '../derive.ts';
import type { Draft, DraftEntity, DraftService, FieldConfig, OperationConfig } from '../draft.ts';
import type { Mistake } from '../mistake.ts';
import { kebabCase } from '../names.ts';
import { nearest } from '../nearest.ts';
import { takenPaths } from './entity-names.ts';
import { entitiesOf, type Rule, servicesOf } from './rule.ts';
import { checkValues } from './values.ts';

interface OperationPlace {
  readonly service: string;
  /** Undefined: it is of the service itself. */
  readonly entity?: string;
  readonly kind: 'commands' | 'queries';
  readonly name: string;
  readonly operation: OperationConfig;
  readonly path: string[];
}

/** Each operation has a path and files of its own, and what it takes and gives is well-formed. */
export const operations: Rule = function* (draft) {
  const owned = new Map(takenPaths(draft));
  for (const { name, entity } of entitiesOf(draft)) owned.set(namesOf(name, entity.plural).path, `\`${name}\`’s`);
  const segments = new Map<string, string>();
  const files = new Map<string, string>();
  for (const place of operationsOf(draft)) {
    const { service, entity, name, path } = place;
    const segment = kebabCase(name);
    const url = `/api/v1/${entity === undefined ? segment : `${entity}/:id/${segment}`}`;
    const file = `${service} ${entity === undefined ? segment : `${kebabCase(namesOf(entity).singular)}-${segment}`}`;
    const holder = segments.get(url) ?? (entity === undefined ? owned.get(segment) : undefined);
    if (holder !== undefined) {
      const shown = entity === undefined ? url : `/:id/${segment}`;
      yield { path, at: 'key', code: 'path_taken', message: `${shown} is ${holder} already` };
    } else if (files.has(file)) {
      const message = `the code of \`${name}\` would be called as that of \`${files.get(file)}\``;
      yield { path, at: 'key', code: 'name_taken', message };
    }
    segments.set(url, `\`${name}\`’s`);
    files.set(file, entity === undefined ? name : `${entity}.${name}`);
    yield* valuesOf(place, draft);
    yield* emitsOf(place, draft);
  }
};

function* valuesOf({ service, kind, operation, path }: OperationPlace, draft: Draft): Iterable<Mistake> {
  const of = (key: 'input' | 'output'): [Record<string, FieldConfig>, string[]] => [
    operation[key] ?? {},
    [...path, key],
  ];
  yield* checkValues(...of('input'), service, draft, kind === 'commands');
  yield* checkValues(...of('output'), service, draft);
}

function* emitsOf({ service, entity, operation, path }: OperationPlace, draft: Draft): Iterable<Mistake> {
  const known = Object.keys(draft.services?.[service]?.entities?.[entity ?? '']?.events ?? {});
  for (const [index, name] of (operation.emits ?? []).entries()) {
    if (known.includes(name)) continue;
    const message = `\`${entity}\` has no event \`${name}\` under \`events\``;
    yield { path: [...path, 'emits', index], code: 'unknown_event', message, suggestion: nearest(name, known) };
  }
}

export function* operationsOf(draft: Draft): Iterable<OperationPlace> {
  for (const { service, name: entity, entity: of, path } of entitiesOf(draft)) {
    for (const each of named(of, path)) yield { ...each, service, entity };
  }
  for (const { name: service, service: of, path } of servicesOf(draft)) {
    for (const each of named(of, path)) yield { ...each, service };
  }
}

function* named(of: DraftEntity | DraftService, path: string[]): Iterable<Omit<OperationPlace, 'service' | 'entity'>> {
  for (const kind of ['commands', 'queries'] as const) {
    for (const [name, operation] of Object.entries(of[kind] ?? {})) {
      yield { kind, name, operation, path: [...path, kind, name] };
    }
  }
}
