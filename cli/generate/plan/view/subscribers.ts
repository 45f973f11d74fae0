import type { DomainService, Fleet, SubscribedEvent, Subscriber } from '../../../config/model.ts';
import type { Json } from '../../format/literal.ts';
import { consumerOf, contractsOfEvent } from '../contracts/consumed.ts';
import type { Contracts } from '../contracts/contracts.ts';
import { type Member, membersOf } from '../contracts/members.ts';
import type { Contract } from '../contracts/schema.ts';
import { viewExtraEvent } from './extra-events.ts';
import { viewField } from './field.ts';
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
  const owned = ownedBy(fleet, { service, entity });
  const extra = owned.events?.find(({ name }) => name === event);
  const { name, fields } = extra
    ? { name: `${viewExtraEvent(extra, entity).type}Data`, fields: extra.data }
    : { name: `${entity}Data`, fields: owned.fields };
  const members = new Map(membersOf(contract).map((member) => [member.name, member]));
  // As the config has it, where that is all that was ever told.
  const same = fields.filter((field) => {
    return JSON.stringify(contract.properties[field.name]) === JSON.stringify(viewField(field).schema);
  });
  return {
    name,
    isResource: !extra,
    fields: fields.map((field) => {
      const member = members.get(field.name) as Member;
      return same.includes(field) ? { ...member, types: viewField(field).types } : member;
    }),
    sharedEnums: sharedEnumsOf(same),
  };
}
