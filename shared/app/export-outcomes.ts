import { Counter, type Registry } from 'prom-client';

/** Shows what became of something on its way to the collector. */
export function countOutcomes(
  registry: Registry,
  name: string,
  what: string,
  outcomes: Readonly<Record<string, number>>,
): void {
  new Counter({
    name,
    help: `${what} for the collector by what became of them.`,
    labelNames: ['outcome'] as const,
    registers: [registry],
    collect() {
      this.reset();
      for (const [outcome, count] of Object.entries(outcomes)) this.inc({ outcome }, count);
    },
  });
}
