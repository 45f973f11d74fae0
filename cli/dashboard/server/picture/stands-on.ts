import type { InfrastructureStatus } from '../../../runtimes/contract.ts';

/** What services stand on, by the names that the runtimes give it. */
const NAMES = {
  database: ['postgres', 'mysql', 'mariadb', 'database'],
  broker: ['rabbitmq', 'broker'],
  cache: ['redis', 'cache'],
} as const;

export type Ground = keyof typeof NAMES;

/** The part of the fleet that is its database, its broker or its cache; undefined: it has none, or is down. */
export function groundOf(
  infrastructure: readonly InfrastructureStatus[],
  ground: Ground,
): InfrastructureStatus | undefined {
  const names: readonly string[] = NAMES[ground];
  return infrastructure.find(({ name }) => names.includes(name));
}
