import type { Logger } from '../logging/index.ts';

export interface BrokerOptions {
  /** Its scheme decides: `postgres://…` for the embedded broker, `amqp(s)://…` for RabbitMQ. */
  readonly url: string;
  /** Queues carry its name, so fleets may share a broker. */
  readonly fleet: string;
  /** Shown by the broker beside each connection. */
  readonly service: string;
  readonly log: Logger;
}
