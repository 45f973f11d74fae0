import type { Message, Options } from 'amqplib';
import type { CloudEvent } from '../cloud-event.ts';

/** Prefix of the attributes, after the AMQP binding of CloudEvents in its 0-9-1 form. */
const PREFIX = 'cloudEvents_';

/** Headers of our own: what happened to the message on its way. */
export interface History {
  /** Attempts made. */
  readonly attempts: number;
  /** Message of the last attempt's error. */
  readonly reason?: string;
  /** ISO 8601; of parked messages. */
  readonly parkedAt?: string;
}

export interface Wire {
  readonly content: Buffer;
  readonly options: Options.Publish;
}

/** Binary mode: the data is the body, every other attribute a header. */
export function toWire({ data, datacontenttype, ...attributes }: CloudEvent, history?: History): Wire {
  const headers: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(attributes)) headers[PREFIX + name] = value;
  if (history) headers.aurora = JSON.stringify(history);
  return {
    content: Buffer.from(JSON.stringify(data ?? null)),
    options: {
      contentType: datacontenttype,
      messageId: attributes.id,
      type: attributes.type,
      persistent: true,
      mandatory: true,
      headers,
    },
  };
}

/** @throws Error for what is no event */
export function eventOf({ content, properties }: Message): CloudEvent {
  const attributes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(properties.headers ?? {})) {
    if (name.startsWith(PREFIX)) attributes[name.slice(PREFIX.length)] = value;
  }
  for (const name of ['specversion', 'id', 'source', 'type', 'subject']) {
    if (typeof attributes[name] !== 'string') throw new Error(`not an event: ${name} is missing`);
  }
  return {
    ...(attributes as unknown as Omit<CloudEvent, 'data' | 'datacontenttype'>),
    datacontenttype: 'application/json',
    data: JSON.parse(content.toString()),
  };
}

/** How often it was in somebody's hands and came back without an answer, as quorum queues count. */
export function returnsOf({ properties }: Message): number {
  return Number(properties.headers?.['x-delivery-count'] ?? 0);
}

export function historyOf({ properties }: Message): History {
  const { aurora, 'x-first-death-reason': death } = properties.headers ?? {};
  if (typeof aurora === 'string') return JSON.parse(aurora);
  return { attempts: 0, ...(typeof death === 'string' && { reason: `dead-lettered by the broker: ${death}` }) };
}
