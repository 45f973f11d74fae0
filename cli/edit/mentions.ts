import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { eventNamed } from '../config/events.ts';
import type { Path } from '../config/mistake.ts';
import type { Target } from './target-kinds.ts';
import { type Item, isPair, keyText, type Source, startOf } from './text/source.ts';

export type NamePart = 'service' | 'entity' | 'name';

/** A place of the config that names something which stands elsewhere. */
export interface Mention {
  readonly path: Path;
  readonly offset: number;
  /** What is written there; an alias of a text that stands elsewhere is not to be written anew. */
  readonly node: Scalar | Alias;
  readonly text: string;
  /** What it names, from the service down. */
  readonly names:
    | { readonly service: string; readonly entity?: string; readonly name?: string }
    | { readonly name: string };
  /** Those of them that stand in the text, set apart by dots. */
  readonly written: readonly NamePart[];
  readonly as: 'service' | 'entity' | 'field' | 'event' | 'enum';
  /** What has to go with what it names. */
  readonly goes: Path;
  /** Whether it does so without being asked for: it only says more of the same thing. */
  readonly follows: boolean;
}

/** All of them. An alias of a mapping is told where its anchor stands. */
export function mentionsIn(source: Source): Mention[] {
  return [...textsIn(source, source.root, [])].flatMap((text) => mentionsAt(text));
}

/** Those that name a thing, or a part of it. */
export function mentionsOf(all: readonly Mention[], target: Target): Mention[] {
  return all.filter((mention) => isMeant(mention, target));
}

function isMeant({ as, names }: Mention, target: Target): boolean {
  if (target.kind === 'enum') return as === 'enum' && names.name === target.name;
  if (!('service' in names) || names.service !== target.service) return false;
  if (target.kind === 'service') return true;
  if (target.kind === 'entity') return names.entity === target.entity && as !== 'field';
  const isSame = 'entity' in target && names.entity === target.entity && names.name === target.name;
  return as === target.kind && isSame;
}

interface Text {
  readonly path: readonly string[];
  readonly node: Scalar | Alias;
  readonly text: string;
  readonly isKey: boolean;
}

function* textsIn(source: Source, node: Node | null, path: readonly string[]): Iterable<Text> {
  const scalar = isAlias(node) ? node.resolve(source.document) : node;
  if (isScalar(scalar) && typeof scalar.value === 'string') {
    yield { path, node: node as Scalar | Alias, text: scalar.value, isKey: false };
  }
  if (!isMap(node) && !isSeq(node)) return;
  for (const [index, item] of (node.items as Item[]).entries()) {
    if (!isPair(item)) yield* textsIn(source, item, [...path, String(index)]);
    else {
      const key = keyText(item.key) ?? '';
      const within = [...path, key];
      if (isScalar(item.key)) yield { path: within, node: item.key, text: key, isKey: true };
      yield* textsIn(source, item.value, within);
    }
  }
}

/** `-createdAt,name` names several fields, everything else one thing. */
function mentionsAt(text: Text): Mention[] {
  const mention = mentionOf(text);
  if (!mention) return [];
  if (text.path.slice(-2).join('.') !== 'list.order') return [mention];
  const names = text.text.split(',').map((name) => name.replace(/^-/, ''));
  return names.map((name) => ({ ...mention, names: { ...mention.names, name } }));
}

/** By where it stands. */
function mentionOf({ path, node, text, isKey }: Text): Mention | undefined {
  const written: readonly NamePart[] = ['name'];
  const base = { path, offset: startOf(node), node, text, written, goes: path, follows: false };
  const [top, service = '', ...rest] = path;
  if (top === 'environments') {
    const isService = isKey && path.length === 4 && path[2] === 'services';
    return isService
      ? { ...base, as: 'service', names: { service: text }, written: ['service'], follows: true }
      : undefined;
  }
  if (top !== 'services') return undefined;
  if (isKey) return seedOf(base, service, rest);
  // Values of rows are anybody's.
  if (rest[0] === 'entities' && rest[2] === 'seeds') return undefined;
  if (path.at(-1) === 'references') {
    return { ...base, as: 'entity', ...entityNamed(text, service), goes: path.slice(0, -1) };
  }
  if (path.at(-1) === 'enum') return { ...base, as: 'enum', names: { name: text }, goes: path.slice(0, -1) };
  if (rest[0] === 'subscribes' && rest[2] === 'to') {
    const { service: owner, entity, event } = eventNamed(text, service);
    const parts: readonly NamePart[] = ['service', 'entity', 'name'];
    return {
      ...base,
      as: 'event',
      names: { service: owner, entity, name: event },
      written: parts.slice(-text.split('.').length),
    };
  }
  return ofEntity(base, service, rest);
}

function seedOf(base: Omit<Mention, 'as' | 'names'>, service: string, rest: readonly string[]): Mention | undefined {
  const [entities, entity, seeds] = rest;
  if (entities !== 'entities' || entity === undefined || seeds !== 'seeds' || rest.length !== 6) return undefined;
  return { ...base, as: 'field', names: { service, entity, name: base.text } };
}

/** What an entity says of its own fields and events. */
function ofEntity(base: Omit<Mention, 'as' | 'names'>, service: string, rest: readonly string[]): Mention | undefined {
  const [entities, entity, key, within] = rest;
  if (entities !== 'entities' || entity === undefined) return undefined;
  const names = { service, entity, name: base.text };
  // A constraint on fewer fields would be another one.
  if (key === 'unique' || key === 'indexes') return { ...base, as: 'field', names, goes: base.path.slice(0, -1) };
  if (key === 'list') return { ...base, as: 'field', names };
  if (key === 'commands' && within !== undefined && rest[4] === 'emits') return { ...base, as: 'event', names };
  return undefined;
}

/** `crm-service.Customer`, or `Customer` of the service's own. */
function entityNamed(text: string, service: string): Pick<Mention, 'names' | 'written'> {
  const [first = '', entity] = text.split('.');
  if (entity === undefined) return { names: { service, entity: text }, written: ['entity'] };
  return { names: { service: first, entity }, written: ['service', 'entity'] };
}
