import { eventType, versionOf } from '../../../config/events.ts';
import type { DomainService, Entity, Field, Operation } from '../../../config/model.ts';
import { kebabCase } from '../../../config/names.ts';
import type { Json } from '../../format/literal.ts';
import { type FieldView, viewField } from './field.ts';
import { typeName } from './identifiers.ts';
import { jsonSchema } from './json-schema.ts';
import { sharedEnumsOf } from './shared-enums.ts';
import { capitalise, prose } from './words.ts';
import { writeProblems } from './write-problems.ts';

/** What a template sees of a command or a query of the config's own. */
export interface OperationView {
  /** `transfer` */
  readonly name: string;
  readonly isCommand: boolean;
  /** Whether it is about a resource or takes anything. */
  readonly given: boolean;
  /** `accountTransfer`; of a service `closeDay`. The beginning of longer names. */
  readonly variable: string;
  /** `AccountTransfer` */
  readonly type: string;
  /** `account-transfer`: its files. */
  readonly file: string;
  readonly method: 'POST' | 'GET';
  /** `/api/v1/accounts/:id/transfer` */
  readonly url: string;
  readonly scope: string;
  readonly summary: string;
  /** The entity that it is of; null: it is the service's. */
  readonly entity: OperatedView | null;
  /** What its own files import the types of. */
  readonly entities: readonly OperatedView[];
  readonly input: readonly FieldView[];
  /** Names of the fields that a caller must give. */
  readonly required: readonly string[];
  /** What fields are that were left out. */
  readonly defaults: Json;
  /** Fields of the input that refer to entities of the service. */
  readonly references: readonly ReferenceView[];
  readonly referencedBy: Json;
  /** Null: it answers with its resource; of a service with nothing. */
  readonly output: readonly FieldView[] | null;
  readonly outputNames: readonly string[];
  /** Names of the shared enums that its input and output use. */
  readonly sharedEnums: readonly string[];
  /** The same in a sentence; empty: none. */
  readonly tells: string;
  /** The events that it tells of its resource. */
  readonly emits: readonly EmitView[];
  /** What it may be refused with beside bad input. */
  readonly problems: readonly string[];
}

interface OperatedView {
  /** `Account`, in strings. */
  readonly name: string;
  /** `Account`, the type. */
  readonly type: string;
  readonly file: string;
  /** `accounts`: the name of its repository. */
  readonly plural: string;
  readonly noun: string;
}

interface EmitView {
  /** `moneyTransferred` */
  readonly name: string;
  /** `bank.bank-service.account.money-transferred.v1` */
  readonly type: string;
}

interface ReferenceView {
  readonly field: string;
  readonly type: string;
  readonly required: boolean;
}

/** Of the entities and of the service itself. */
export function viewOperations(service: DomainService, fleet: string): readonly OperationView[] {
  const of = (owner: Entity | DomainService, entity: Entity | null) => [
    ...(owner.commands ?? []).map((each) => viewOperation(each, true, entity, service, fleet)),
    ...(owner.queries ?? []).map((each) => viewOperation(each, false, entity, service, fleet)),
  ];
  return [...service.entities.flatMap((entity) => of(entity, entity)), ...of(service, null)];
}

function viewOperation(
  { name, path, scope, summary = capitalise(prose(name)), input, output, emits = [] }: Operation,
  isCommand: boolean,
  entity: Entity | null,
  service: DomainService,
  fleet: string,
): OperationView {
  const file = entity ? `${kebabCase(entity.singular)}-${path}` : path;
  const variable = entity ? entity.singular + capitalise(name) : name;
  const fields = input.map((field) => (isCommand ? viewField(field) : viewParameter(field)));
  const optional = fields.filter((field) => field.optional);
  const referring = isCommand ? input.filter((field) => field.type === 'reference') : [];
  const target = (field: Field) => service.entities.find((each) => 'entity' in field && each.name === field.entity);
  const references = referring.map((field) => ({ field, to: viewOperated(target(field) as Entity) }));
  const involved = [...(entity ? [viewOperated(entity)] : []), ...references.map(({ to }) => to)];
  const told = emits.map((event) => ({
    name: event,
    type: eventType(fleet, service.name, entity?.singular ?? '', event, versionOf(entity ?? {}, event)),
  }));
  return {
    name,
    isCommand,
    given: entity !== null || input.length > 0,
    variable,
    type: capitalise(variable),
    file,
    method: isCommand ? 'POST' : 'GET',
    url: urlOf({ path }, entity),
    scope,
    summary,
    entity: entity && viewOperated(entity),
    entities: [...new Map(involved.map((each) => [each.name, each])).values()],
    input: fields,
    required: fields.filter((field) => !field.optional).map((field) => field.name),
    defaults: Object.fromEntries(optional.map((field) => [field.name, field.fallback])),
    references: references.map(({ field, to }) => ({ field: field.name, type: to.type, required: field.required })),
    referencedBy: Object.fromEntries(references.map(({ field, to }) => [field.name, to.plural])),
    output: output?.map(viewField) ?? null,
    outputNames: output?.map((field) => field.name) ?? [],
    sharedEnums: sharedEnumsOf([...input, ...(output ?? [])]),
    tells: told.length > 0 ? `Tells ${told.map(({ type }) => `\`${type}\``).join(', ')}.` : '',
    emits: told,
    // Its handler may write whatever its service has.
    problems: isCommand ? commandProblems(service, references.length > 0) : [],
  };
}

function commandProblems({ entities }: DomainService, refers: boolean): readonly string[] {
  return ['conflict', ...new Set([...writeProblems(entities), ...(refers ? ['reference_not_found'] : [])])];
}

export function urlOf({ path }: Pick<Operation, 'path'>, entity: Pick<Entity, 'path'> | null): string {
  return entity ? `/api/v1/${entity.path}/:id/${path}` : `/api/v1/${path}`;
}

/** In a URL there is no null: what is not there is left out. */
function viewParameter(field: Field): FieldView {
  return { ...viewField(field), schema: jsonSchema(field, false) };
}

function viewOperated({ name, singular, plural }: Entity): OperatedView {
  return { name, type: typeName(name), file: kebabCase(singular), plural, noun: prose(singular) };
}
