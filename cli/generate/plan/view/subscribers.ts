import type { DomainService, Fleet, SubscribedEvent, Subscriber } from '../../../config/model.ts';
import type { Json } from '../../format/literal.ts';
import { consumerOf, contractsOfEvent } from '../contracts/consumed.ts';
import type { Contracts } from '../contracts/contracts.ts';
import { type Member, membersOf } from '../contracts/members.ts';
import type { Contract } from '../contracts/schema.ts';
import { viewExtraEvent } from './extra-events.ts';
import { type FieldView, viewField } from './field.ts';
import { ownedBy } from './owner.ts';
import { sharedEnumsOf } from './shared-enums.ts';
import { capitalise } from './words.ts';

/** What a template sees of a subscriber. */
export interface SubscriberView {
  /** `notifyOwner`, the beginning of longer names. */
  readonly variable: string;
  /** `NotifyOwner` */
  readonly type: string;
  /** `notify-owner`: its file. */
  readonly file: string;
  /** `crm-service.subscribers.notify-owner`: its queue, and its identity in the inbox. */
  readonly consumer: string;
  /** Whole event types, each once. */
  readonly types: readonly string[];
  readonly events: readonly { readonly type: string; readonly data: string }[];
  readonly concurrency?: number;
  readonly timeoutMs?: number;
  readonly retry?: Json;
  readonly several: boolean;
  /** What the events carry, each once. */
  readonly shapes: readonly ShapeView[];
  /** Whether any of them is a whole resource. */
  readonly resources: boolean;
  readonly sharedEnums: readonly string[];
}

interface ShapeView {
  /** The name of its type. */
  readonly name: string;
  /** Whether it is a whole resource. */
  readonly isResource: boolean;
  readonly fields: readonly Member[];
  readonly sharedEnums: readonly string[];
}

export function viewSubscribers(
  { name, subscribers = [] }: DomainService,
  fleet: Fleet,
  contracts: Contracts,
): readonly SubscriberView[] {
  return subscribers.map((subscriber) => viewSubscriber(subscriber, name, fleet, contracts));
}

function viewSubscriber(
  { name, file, to, concurrency, timeoutMs, retryMs }: Subscriber,
  service: string,
  fleet: Fleet,
  contracts: Contracts,
): SubscriberView {
  const told = to.map((event) => {
    const { event: published, contract } = contractsOfEvent(event, fleet, contracts);
    return { type: published.type, shape: shapeOf(event, fleet, contract(published.version)) };
  });
  const shapes = [...new Map(told.map(({ shape }) => [shape.name, shape])).values()];
  return {
    variable: name,
    type: capitalise(name),
    file,
    consumer: consumerOf(service, { file }),
    types: told.map(({ type }) => type),
    events: told.map(({ type, shape }) => ({ type, data: shape.name })),
    ...(concurrency !== undefined && { concurrency }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(retryMs !== undefined && { retry: { delaysMs: [...retryMs] } }),
    several: told.length > 1,
    shapes,
    resources: shapes.some(({ isResource }) => isResource),
    sharedEnums: [...new Set(shapes.flatMap(({ sharedEnums }) => sharedEnums))].toSorted(),
  };
}

/** An event of its own carries its data, a standard one the resource as it is after it. */
function shapeOf({ service, entity, event }: SubscribedEvent, fleet: Fleet, contract: Contract): ShapeView {
  const owner = fleet.services.find(({ name }) => name === service);
  const owned = owner?.kind === 'domain' ? owner.entities.find(({ name }) => name === entity) : undefined;
  const extra = owned?.events?.find(({ name }) => name === event);
  if (extra) {
    const { type, data, sharedEnums } = viewExtraEvent(extra, entity);
    return { name: `${type}Data`, isResource: false, fields: promised(data, contract), sharedEnums };
  }
  const { fields } = ownedBy(fleet, { service, entity });
  return {
    name: `${entity}Data`,
    isResource: true,
    fields: promised(fields.map(viewField), contract),
    sharedEnums: sharedEnumsOf(fields),
  };
}

/** As the config has it, where that is all that was ever told. */
function promised(fields: readonly FieldView[], contract: Contract): readonly Member[] {
  const members = new Map(membersOf(contract).map((member) => [member.name, member]));
  return fields.map(({ name, types, schema }) => {
    const member = members.get(name) as Member;
    const isSame = JSON.stringify(contract.properties[name]) === JSON.stringify(schema);
    return { ...member, types: isSame ? types : member.types };
  });
}
