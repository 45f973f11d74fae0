import type { ConfigAsker } from './config-asker.ts';
import type { ConsumerPact } from './consumer.ts';
import { findsOthers } from './finds-others.ts';
import { followsSettings } from './follows-settings.ts';
import { keepsLease } from './keeps-lease.ts';

/** All that a service asks of config-service, by the code that every service runs: its lease, the registry, its settings. */
export async function asksConfig(pact: ConsumerPact, asker: ConfigAsker): Promise<void> {
  await keepsLease(pact, asker);
  await findsOthers(pact, asker);
  await followsSettings(pact, asker);
}
