import { eventType } from '../../../config/events.ts';
import type { DomainService, Fleet, SubscribedEvent, Subscriber } from '../../../config/model.ts';
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
  readonly fields: readonly FieldView[];
  readonly sharedEnums: readonly string[];
}

export function viewSubscribers({ name, subscribers = [] }: DomainService, fleet: Fleet): readonly SubscriberView[] {
  return subscribers.map((subscriber) => viewSubscriber(subscriber, name, fleet));
}

function viewSubscriber({ name, file, to }: Subscriber, service: string, fleet: Fleet): SubscriberView {
  const told = to.map((event) => ({ type: typeOf(event, fleet), shape: shapeOf(event, fleet) }));
  const shapes = [...new Map(told.map(({ shape }) => [shape.name, shape])).values()];
  return {
    variable: name,
    type: capitalise(name),
    file,
    consumer: `${service}.subscribers.${file}`,
    types: told.map(({ type }) => type),
    events: told.map(({ type, shape }) => ({ type, data: shape.name })),
    shapes,
    resources: shapes.some(({ isResource }) => isResource),
    sharedEnums: [...new Set(shapes.flatMap(({ sharedEnums }) => sharedEnums))].toSorted(),
  };
}

export function typeOf({ service, entity, event }: SubscribedEvent, fleet: Fleet): string {
  return eventType(fleet.name, service, ownedBy(fleet, { service, entity }).singular, event);
}

/** An event of its own carries its data, a standard one the resource as it is after it. */
function shapeOf({ service, entity, event }: SubscribedEvent, fleet: Fleet): ShapeView {
  const owner = fleet.services.find(({ name }) => name === service);
  const owned = owner?.kind === 'domain' ? owner.entities.find(({ name }) => name === entity) : undefined;
  const extra = owned?.events?.find(({ name }) => name === event);
  if (extra) {
    const { type, data, sharedEnums } = viewExtraEvent(extra, entity);
    return { name: `${type}Data`, isResource: false, fields: data, sharedEnums };
  }
  const { fields } = ownedBy(fleet, { service, entity });
  return {
    name: `${entity}Data`,
    isResource: true,
    fields: fields.map(viewField),
    sharedEnums: sharedEnumsOf(fields),
  };
}
