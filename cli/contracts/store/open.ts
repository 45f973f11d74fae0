import { brokerAccess } from '../broker/access.ts';
import { brokerStore } from '../broker/store.ts';
import type { ContractStore } from './contract.ts';
import { folderStore } from './folder.ts';

/** Of a folder's path, or of the address of a Pact Broker. @throws AuroraError `bad_broker_url` */
export function openStore(place: string, variables: NodeJS.ProcessEnv = process.env): ContractStore {
  return /^https?:\/\//i.test(place) ? brokerStore(brokerAccess(place, variables)) : folderStore(place);
}
