import type { Fleet } from '../../../config/model.ts';
import { printJson } from '../../format/json.ts';
import { consumedBy } from './consumed.ts';
import type { Contracts, EventContracts } from './contracts.ts';

type Named = readonly (readonly [name: string, value: object])[];

/**
 * An AsyncAPI 3 document of all that services of the fleet tell each other, as JSON. A channel is a type of event, with its
 * version; what it carries is told by the contract beside the document.
 */
export function viewAsyncApi(fleet: Fleet, contracts: Contracts): string {
  const told = fleet.services.flatMap(({ name }) => contracts.by(name));
  const typesOf = ({ event, versions }: EventContracts) => versions.map(event.typeOf);
  const sent = told.map(({ event }) => operation('send', event.service, event.type));
  const received = fleet.services
    .filter((service) => service.kind === 'domain')
    .flatMap((service) => consumedBy(service, fleet, contracts))
    .flatMap(({ consumer, events }) => events.flatMap(typesOf).map((type) => operation('receive', consumer, type)));
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: `Events of ${fleet.name}`,
      version: '1.0.0',
      description: `CloudEvents 1.0, at least once, in order for each subject. Queues are bound to the exchange of the channels; services publish to ${fleet.name}.published, which leads there.`,
    },
    defaultContentType: 'application/json',
    channels: named(told.flatMap((each) => typesOf(each).map((type) => [type, channel(type, fleet)] as const))),
    operations: named([...sent, ...received]),
    components: {
      messages: named(
        told.flatMap((each) =>
          each.versions.map((version) => [each.event.typeOf(version), message(each, version)] as const),
        ),
      ),
      schemas: { cloudEvent: CLOUD_EVENT },
    },
  };
  return printJson(document);
}

/** Sorted by their names. */
function named(entries: Named): Readonly<Record<string, object>> {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function channel(type: string, { name }: Fleet): object {
  return {
    address: type,
    messages: { event: { $ref: `#/components/messages/${type}` } },
    bindings: { amqp: { is: 'routingKey', exchange: { name: `${name}.events`, type: 'topic', durable: true } } },
  };
}

function message({ event, path }: EventContracts, version: number): object {
  const type = event.typeOf(version);
  return {
    name: type,
    title: event.title,
    contentType: 'application/json',
    headers: {
      allOf: [{ $ref: '#/components/schemas/cloudEvent' }, { properties: { cloudEvents_type: { const: type } } }],
    },
    // Relative to the document.
    payload: { $ref: `./${path(version).replace(/^contracts\//, '')}` },
  };
}

function operation(action: 'send' | 'receive', who: string, type: string): readonly [string, object] {
  return [
    `${who}.${action}.${type}`,
    {
      action,
      summary: `${who} ${action}s ${type}`,
      channel: { $ref: `#/channels/${type}` },
      messages: [{ $ref: `#/channels/${type}/messages/event` }],
    },
  ];
}

const text = { type: 'string' };

/** Attributes as AMQP carries them; the content type is a property of the message. */
const CLOUD_EVENT = {
  type: 'object',
  properties: {
    cloudEvents_specversion: { const: '1.0' },
    cloudEvents_id: { type: 'string', format: 'uuid', description: 'Kept on every resend and replay.' },
    cloudEvents_source: { type: 'string', format: 'uri-reference' },
    cloudEvents_type: text,
    cloudEvents_subject: { ...text, description: 'Id of what it is about; events of one subject keep their order.' },
    cloudEvents_time: { type: 'string', format: 'date-time' },
    cloudEvents_correlationid: text,
    cloudEvents_causationid: { ...text, description: 'Id of the event that led to it.' },
    cloudEvents_traceparent: text,
    cloudEvents_sequence: { type: 'string', pattern: '^\\d{20}$', description: 'The version of its subject.' },
  },
  required: ['id', 'source', 'specversion', 'type', 'subject', 'time', 'correlationid', 'sequence'].map(
    (name) => `cloudEvents_${name}`,
  ),
};
