import { Counter, Gauge, type Registry } from 'prom-client';
import { DirectHistogram, Look } from '../metrics/index.ts';
import type { CloudEvent } from './cloud-event.ts';
import type { EventBroker, Subscription, SubscriptionMetrics } from './contract.ts';

/** Seconds. A handler writes to a database; one that asks others may take as long as they do. */
const HANDLING = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Seconds. From a broker that is quick to one that was away for hours. */
const DELAY = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 3_600, 21_600];

/** Counts what becomes of the events of each subscription, and has the broker asked how many there are when somebody scrapes. */
export class EventMetrics {
  readonly #registry: Registry;
  readonly #handled: Counter<'consumer' | 'outcome'>;
  readonly #handling: DirectHistogram<'consumer'>;
  readonly #delay: DirectHistogram<'consumer'>;

  constructor(registry: Registry) {
    this.#registry = registry;
    this.#handled = new Counter({
      name: 'events_handled_total',
      help: 'Attempts to handle an event, by how they ended; parked: it does not come again.',
      labelNames: ['consumer', 'outcome'] as const,
      registers: [registry],
    });
    this.#handling = new DirectHistogram({
      name: 'events_handling_seconds',
      help: 'How long attempts to handle an event take.',
      labelNames: ['consumer'],
      bounds: HANDLING,
      registry,
    });
    this.#delay = new DirectHistogram({
      name: 'events_delay_seconds',
      help: 'From what an event tells of to that it was handled.',
      labelNames: ['consumer'],
      bounds: DELAY,
      registry,
    });
  }

  /** What a subscription is to tell. */
  of(consumer: string): SubscriptionMetrics {
    const handling = this.#handling.begin({ consumer });
    const delay = this.#delay.begin({ consumer });
    return {
      attempted: (durationMs) => handling.observe(durationMs / 1000),
      ended: (outcome, event) => {
        this.#handled.inc({ consumer, outcome });
        if (outcome === 'handled' && event !== undefined) delay.observe(ageOf(event));
      },
    };
  }

  /** Shows what these consumers have before them. */
  follow(broker: Pick<EventBroker, 'depth'>, subscriptions: readonly Pick<Subscription, 'consumer' | 'retry'>[]): void {
    const looks = subscriptions.map(({ consumer, retry }) => {
      return { consumer, look: new Look(() => broker.depth(consumer, retry)) };
    });
    const gauge = (name: string, help: string, key: 'waiting' | 'parked') =>
      new Gauge({
        name,
        help,
        labelNames: ['consumer'] as const,
        registers: [this.#registry],
        async collect() {
          const found = looks.map(async ({ consumer, look }) => {
            this.set({ consumer }, (await look.value())?.[key] ?? Number.NaN);
          });
          await Promise.all(found);
        },
      });
    gauge(
      'events_waiting',
      'Events that are not handled yet, those that wait for another attempt among them.',
      'waiting',
    );
    gauge('events_parked', 'Events that were given up on and have not been replayed.', 'parked');
  }
}

/** Seconds; clocks of two machines may differ by more than there is. */
function ageOf({ time }: CloudEvent): number {
  return Math.max(0, (Date.now() - Date.parse(time)) / 1000);
}
