import { AuroraError } from '../../../errors.ts';
import { QUARANTINE } from '../../target/own-tables.ts';
import type { Store } from '../target/store.ts';

/** @throws AuroraError `never_split`: there is nothing to be verified */
export async function requireSplit(service: string, { client }: Store): Promise<void> {
  if (await client.hasTable(QUARANTINE)) return;
  throw new AuroraError('never_split', `Nothing was ever split into ${service}.`, {
    exit: 'failed',
    details: [`Its database has no table ${QUARANTINE}.`],
    next: 'aurora migrate split',
  });
}
