import { isAlias, isMap, isScalar, type Pair, type Scalar } from 'yaml';
import { namesOf } from '../config/derive.ts';
import { camelCase } from '../config/names.ts';
import { AuroraError } from '../errors.ts';
import { type Addition, type Config, NEW_PACKAGE } from './add/addition.ts';
import { type Mention, mentionsIn, mentionsOf, type NamePart } from './mentions.ts';
import type { EntityOutline } from './outline.ts';
import { describe, pathOf } from './target.ts';
import type { Target } from './target-kinds.ts';
import { insert } from './text/insert.ts';
import { replace } from './text/replace.ts';
import { type Item, isCollection, isPair, keyText, nodeAt, placeAt, type Source } from './text/source.ts';
import type { Splice } from './text/splice.ts';

/** One name in place of another. */
export interface Renaming {
  readonly from: Target;
  readonly to: Target;
}

export interface RenameWish {
  readonly target: Target;
  readonly name: string;
  /** Of an entity; absent: derived from its name, or as the config has it. */
  readonly plural?: string | undefined;
}

/**
 * Another name for something, here and wherever the config refers to it; with a field, what reads embed it as, where that
 * is called after the field.
 * @throws AuroraError `exists`
 */
export function planRename(
  config: Config,
  { target, name, plural }: RenameWish,
): Addition & { readonly rename: Renaming } {
  const { source } = config;
  const path = pathOf(target);
  const place = placeAt(source, path);
  if (!place || !isCollection(place.collection)) throw new Error(`Nothing stands at ${path.join('.')}`);
  refuseTaken(place.collection.items as Item[], target, name);
  const pair = place.collection.items[place.index] as Pair<Scalar, never>;
  const part = PARTS[target.kind];
  const mentions = mentionsOf(mentionsIn(source), target).filter(
    ({ node, written }) => !isAlias(node) && written.includes(part),
  );
  const to = renamed(target, name);
  return {
    splices: [
      replace(pair.key, name),
      ...mentions.map((mention) => replace(mention.node as Scalar, mentionAs(mention, part, name))),
      ...embedSplices(source, target, name),
      ...pluralSplices(source, target, plural),
      ...formerSplices(source, target),
    ],
    what: `${describe(target)} to ${name}`,
    notes: notesOn(config, { from: target, to }, plural),
    rename: { from: target, to },
  };
}

/** The same thing under another name. */
function renamed(target: Target, name: string): Target {
  if (target.kind === 'service') return { ...target, service: name };
  if (target.kind === 'entity') return { ...target, entity: name };
  return { ...target, name };
}

function refuseTaken(siblings: readonly Item[], target: Target, name: string): void {
  if (!siblings.some((item) => isPair(item) && keyText(item.key) === name)) return;
  throw new AuroraError('exists', `The ${describe(renamed(target, name))} is there already.`, {
    exit: 'usage',
    next: 'aurora config show',
  });
}

/** Which part of `service.Entity.event` its name is. */
const PARTS: Readonly<Record<Target['kind'], NamePart>> = {
  service: 'service',
  entity: 'entity',
  field: 'name',
  event: 'name',
  command: 'name',
  query: 'name',
  subscriber: 'name',
  enum: 'name',
};

/** What stands in a place that names it: `crm-service.Customer.updated`, `-createdAt,name`, `Currency`. */
function mentionAs({ as, text, written, names }: Mention, part: NamePart, name: string): string {
  if (as !== 'field') return text.split('.').with(written.indexOf(part), name).join('.');
  const isMeant = (each: string) => 'name' in names && each.replace(/^-/, '') === names.name;
  const each = (word: string) => (isMeant(word) ? word.replace(/[^-]+/, name) : word);
  return text.split(',').map(each).join(',');
}

function embedSplices(source: Source, target: Target, name: string): Splice[] {
  const embed = target.kind === 'field' ? nodeAt(source, [...pathOf(target), 'embed']) : undefined;
  if (target.kind !== 'field' || !isScalar(embed)) return [];
  const isDerived = `${embed.value}Id` === target.name && /.Id$/.test(name);
  return isDerived ? [replace(embed as Scalar, name.slice(0, -'Id'.length))] : [];
}

function pluralSplices(source: Source, target: Target, plural: string | undefined): Splice[] {
  if (plural === undefined || target.kind !== 'entity') return [];
  const path = pathOf(target);
  const given = nodeAt(source, [...path, 'plural']);
  if (isScalar(given)) return [replace(given as Scalar, plural)];
  return isMap(nodeAt(source, path)) ? insert(source, path, { plural }) : [];
}

/** What it was called, so that its rows and values stay with it. */
function formerSplices(source: Source, target: Target): Splice[] {
  if (target.kind !== 'field' && target.kind !== 'entity') return [];
  const path = pathOf(target);
  const was = target.kind === 'field' ? target.name : target.entity;
  const given = nodeAt(source, [...path, 'renamedFrom']);
  if (isScalar(given)) return [replace(given as Scalar, was)];
  return isMap(nodeAt(source, path)) ? insert(source, path, { renamedFrom: was }) : [];
}

/** What no file can bring in line. */
function notesOn({ outline }: Config, { from, to }: Renaming, plural: string | undefined): string[] {
  if (from.kind === 'service' && to.kind === 'service') {
    return [
      `its data stays in the database of ${from.service}, and ${to.service} begins with one of its own: copy it over before you go on`,
      NEW_PACKAGE,
    ];
  }
  if (from.kind !== 'entity' || to.kind !== 'entity') return [];
  const entity = outline.services[from.service]?.entities?.[from.entity];
  const before = namesOf(from.entity, entity?.plural);
  const after = namesOf(to.entity, plural ?? entity?.plural);
  const notes =
    before.table === after.table
      ? [`its plural stays ${after.plural}, as the config says; --plural gives it another`]
      : [`its path is /api/v1/${after.path}, its scopes begin with ${after.path}: clients have to follow`];
  return [...notes, ...calledAfter(outline.services, from, to)];
}

/** Fields that refer to it and are called as it was: their names are part of the API, so they are left as they are. */
function calledAfter(
  services: Config['outline']['services'],
  from: Target & { kind: 'entity' },
  to: Target & { kind: 'entity' },
): string[] {
  const [was, is] = [camelCase(from.entity), camelCase(to.entity)];
  return Object.entries(services).flatMap(([service, { entities = {} }]) =>
    Object.entries(entities).flatMap(([name, { fields = {} }]: [string, EntityOutline]) => {
      const { references = '' } = fields[`${was}Id`] ?? {};
      const isMeant =
        references === `${from.service}.${from.entity}` || (service === from.service && references === from.entity);
      const owner = service === from.service && name === from.entity ? to.entity : name;
      return isMeant ? [`${owner}.${was}Id keeps its name (aurora rename field ${owner} ${was}Id ${is}Id)`] : [];
    }),
  );
}
