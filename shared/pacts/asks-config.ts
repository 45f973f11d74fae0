import type { ConsumerPact } from './consumer.ts';
import { findsOthers } from './finds-others.ts';
import { followsSettings } from './follows-settings.ts';
import { keepsLease } from './keeps-lease.ts';

export interface ConfigAsker {
  /** The service that asks. */
  readonly service: string;
  /** Of config-service. */
  readonly provider: string;
  /** Whether it tells instances apart, as a gateway does: others call any. */
  readonly choosy: boolean;
}

/** All that a service asks of config-service, by the code that every service runs: its lease, the registry, its settings. */
export async function asksConfig(pact: ConsumerPact, asker: ConfigAsker): Promise<void> {
  await keepsLease(pact, asker);
  await findsOthers(pact, asker);
  await followsSettings(pact, asker);
}
