import { pascalCase } from '../config/names.ts';
import { AuroraError } from '../errors.ts';
import { type Around, type FieldValue, type NamedField, ordered, parseField, typeOf } from './notation.ts';
import { type Outline, referenceTo, requireEntity, requireService } from './outline.ts';
import { nextPort } from './ports.ts';
import { readSetting, settingOf } from './settings.ts';
import { append, insert } from './text/insert.ts';
import type { Value } from './text/render.ts';
import type { Source } from './text/source.ts';
import type { Splice } from './text/splice.ts';

/** What becomes of the text, and how it is told. */
export interface Addition {
  readonly splices: readonly Splice[];
  /** `service billing-service on port 8005`. */
  readonly what: string;
  /** What is left to do by hand, one line each. */
  readonly notes?: readonly string[];
}

/** The config that something is added to. */
export interface Config {
  /** As one would type its name. */
  readonly file: string;
  readonly source: Source;
  readonly outline: Outline;
}

export interface ServiceWish {
  readonly name: string;
  readonly kind: string;
  /** Absent: the next that is free. */
  readonly port?: number | undefined;
  /** What a domain service begins with; absent: an entity that is called as the service is. */
  readonly entity?: string | undefined;
  readonly fields: readonly string[];
}

/** Each service is a workspace. */
export const NEW_PACKAGE = 'npm install brings package-lock.json in line: it lists the services';

/** For an entity of which nobody has said more. */
const FIRST_FIELD = 'name:string!,maxLength=200';

export function addService({ source, outline }: Config, wish: ServiceWish): Addition {
  const { name, kind, port = nextPort(outline) } = wish;
  refuseSecond('service', name, outline.services);
  const base = { kind, port };
  if (kind !== 'domain') {
    if (wish.entity !== undefined) throw noEntities(kind, wish.entity);
    const splices = insert(source, ['services'], { [name]: base });
    return { splices, what: `service ${name} on port ${port}`, notes: [NEW_PACKAGE] };
  }
  const entity = wish.entity ?? pascalCase(name.replace(/-service$/, ''));
  const fields = fieldsOf(wish.fields.length > 0 ? wish.fields : [FIRST_FIELD], aroundOf(outline, name));
  return {
    splices: insert(source, ['services'], { [name]: { ...base, entities: { [entity]: { fields } } } }),
    what: `service ${name} on port ${port}, with the entity ${entity} (${Object.keys(fields).join(', ')})`,
    notes: [NEW_PACKAGE],
  };
}

export interface EntityWish {
  readonly service: string;
  readonly name: string;
  readonly plural?: string | undefined;
  readonly fields: readonly string[];
}

export function addEntity({ source, outline }: Config, { service, name, plural, fields: given }: EntityWish): Addition {
  const owner = requireService(outline, service);
  if (owner.kind !== 'domain') throw noEntities(owner.kind ?? '', name);
  refuseSecond('entity', name, owner.entities);
  const fields = fieldsOf(given.length > 0 ? given : [FIRST_FIELD], aroundOf(outline, service));
  const entity = { ...(plural !== undefined && { plural }), fields };
  return {
    splices: insert(source, ['services', service, 'entities'], { [name]: entity }),
    what: `entity ${name} of ${service} (${Object.keys(fields).join(', ')})`,
  };
}

export interface FieldWish {
  readonly entity: string;
  /** Each `name:type`, or the name alone where `settings` has the type. */
  readonly fields: readonly string[];
  /** As typed, by key; beside those of the notation, and stronger. */
  readonly settings: Readonly<Record<string, string | boolean>>;
}

export function addField({ source, outline }: Config, wish: FieldWish): Addition {
  const { service, entity } = requireEntity(outline, wish.entity);
  const path = ['services', service, 'entities', entity, 'fields'];
  const added = wish.fields.map((notation) => parseField(notation, aroundOf(outline, service)));
  for (const { name } of added) refuseSecond('field', name, outline.services[service]?.entities?.[entity]?.fields);
  refuseTwice(added);
  const entries = added.map(({ name, field }) => [name, withSettings(field, wish.settings)]);
  const splices = insert(source, path, Object.fromEntries(entries));
  return { splices, what: `${added.length === 1 ? 'field' : 'fields'} ${namesOf(added)} of ${entity}` };
}

/** Read as the type of the field wants them. */
function withSettings(field: FieldValue, settings: FieldWish['settings']): FieldValue {
  const type = typeOf({ ...settings, ...field });
  const read = Object.entries(settings).map(([key, given]) => {
    return [key, typeof given === 'string' ? readSetting(settingOf(type, key), given, ',') : given];
  });
  return ordered({ ...field, ...Object.fromEntries(read) });
}

export interface EventWish {
  readonly entity: string;
  readonly name: string;
  readonly fields: readonly string[];
}

export function addEvent({ source, outline }: Config, { entity: of, name, fields }: EventWish): Addition {
  const { service, entity } = requireEntity(outline, of);
  refuseSecond('event', name, outline.services[service]?.entities?.[entity]?.events);
  const data = fieldsOf(fields, aroundOf(outline, service, false));
  const path = ['services', service, 'entities', entity, 'events'];
  return { splices: insert(source, path, { [name]: { data } }), what: `event ${name} of ${entity}` };
}

/** A command or a query: what both are asked for. */
export interface OperationWish {
  readonly kind: 'command' | 'query';
  /** An entity or a service. */
  readonly of: string;
  readonly name: string;
  readonly summary?: string | undefined;
  readonly scope?: string | undefined;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly emits?: readonly string[] | undefined;
}

export function addOperation({ source, outline }: Config, wish: OperationWish): Addition {
  const { kind, name, summary, scope, emits = [] } = wish;
  const isService = outline.services[wish.of] !== undefined;
  const { service, entity } = isService ? { service: wish.of, entity: undefined } : requireEntity(outline, wish.of);
  const key = kind === 'command' ? 'commands' : 'queries';
  const of = entity === undefined ? outline.services[service] : outline.services[service]?.entities?.[entity];
  refuseSecond(kind, name, of?.[key]);
  const around = aroundOf(outline, service, false);
  const operation: FieldValue = {
    ...(summary !== undefined && { summary }),
    ...(scope !== undefined && { scope }),
    ...(wish.input.length > 0 && { input: fieldsOf(wish.input, around) }),
    ...(wish.output.length > 0 && { output: fieldsOf(wish.output, around) }),
    ...(emits.length > 0 && { emits }),
  };
  const within = entity === undefined ? ['services', service] : ['services', service, 'entities', entity];
  return {
    splices: insert(source, [...within, key], { [name]: operation }),
    what: `${kind} ${name} of ${entity ?? service}`,
  };
}

export interface SubscriberWish {
  readonly service: string;
  readonly name: string;
  /** Each `<service>.<Entity>.<event>`, or `<Entity>.<event>`. */
  readonly events: readonly string[];
}

export function addSubscriber({ source, outline }: Config, { service, name, events }: SubscriberWish): Addition {
  refuseSecond('subscriber', name, requireService(outline, service).subscribes);
  const to = events.map((event) => eventName(outline, event));
  const path = ['services', service, 'subscribes'];
  return {
    splices: insert(source, path, { [name]: { to } }),
    what: `subscriber ${name} of ${service} to ${to.join(', ')}`,
  };
}

/** Shared enums; one that is there gets further values. */
export function addEnum({ source, outline }: Config, name: string, values: readonly string[]): Addition {
  const splices =
    outline.enums?.[name] === undefined
      ? insert(source, ['enums'], { [name]: values }, true)
      : append(source, ['enums', name], values);
  return { splices, what: `${values.join(', ')} to the enum ${name}` };
}

function eventName(outline: Outline, event: string): string {
  const [entity = '', verb, ...rest] = event.split('.');
  if (rest.length > 0 || verb === undefined || !/^[A-Z]/.test(entity)) return event;
  const { service } = requireEntity(outline, entity);
  return `${service}.${event}`;
}

function aroundOf(outline: Outline, service: string, embeds = true): Around {
  return {
    reference: (entity) => referenceTo(outline, service, entity),
    isEnum: (name) => outline.enums?.[name] !== undefined,
    embeds,
  };
}

function fieldsOf(notations: readonly string[], around: Around): { [name: string]: Value } {
  const fields = notations.map((notation) => parseField(notation, around));
  refuseTwice(fields);
  return Object.fromEntries(fields.map(({ name, field }) => [name, field]));
}

function namesOf(fields: readonly NamedField[]): string {
  return fields.map(({ name }) => name).join(', ');
}

function refuseTwice(fields: readonly NamedField[]): void {
  const names = fields.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw exists('field', twice);
}

function refuseSecond(kind: string, name: string, known: object | undefined): void {
  if (known && Object.hasOwn(known, name)) throw exists(kind, name);
}

function exists(kind: string, name: string): AuroraError {
  return new AuroraError('exists', `The ${kind} ${name} is there already.`, {
    exit: 'usage',
    next: 'aurora config show',
  });
}

function noEntities(kind: string, entity: string): AuroraError {
  return new AuroraError('no_entities', `A service of kind ${kind} has no entities, so none called ${entity}.`, {
    exit: 'usage',
    next: `aurora add service <name> ${entity}`,
  });
}
