import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Database } from '../../shared/database/contract.ts';
import type { CloudEvent } from '../../shared/events/cloud-event.ts';
import type { EventBroker, ParkedChoice, ParkedEvent } from '../../shared/events/contract.ts';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';

export type { CloudEvent, Database, EventBroker, ParkedChoice, ParkedEvent };

/** What the events of a fleet are looked at with: its own copy of the library, so that both mean the same. */
interface FleetCode {
  readonly events: {
    connectBroker(options: { url: string; fleet: string; service: string; log: object }): Promise<EventBroker>;
  };
  readonly database: {
    connectDatabase(options: { url: string; poolSize: number; log: object; patienceMs: number }): Promise<Database>;
  };
  readonly outbox: {
    outboxBacklog(database: Database): Promise<{ pending: number; oldest: number; dead: number }>;
    buried(database: Database, choice: ParkedChoice): Promise<ParkedEvent[]>;
    revive(database: Database, choice: ParkedChoice): Promise<number>;
    purgeBuried(database: Database, choice: ParkedChoice): Promise<number>;
  };
  readonly inbox: {
    readonly RETENTION_DAYS: number;
    mayBeForgotten(event: CloudEvent): boolean;
    inboxSize(database: Database): Promise<number>;
    hasHandled(database: Database, consumer: string, event: CloudEvent): Promise<boolean>;
  };
}

/** Of what this CLI needs, what an earlier version of the library does not have. */
const RECENT = { events: 'UNROUTED', database: 'connectDatabase', outbox: 'buried', inbox: 'hasHandled' } as const;

/** @throws AuroraError `packages_missing`, `fleet_outdated` */
export async function codeOf<Part extends keyof FleetCode>(fleet: Fleet, part: Part): Promise<FleetCode[Part]> {
  let code: Record<string, unknown>;
  try {
    const { resolve } = createRequire(join(fleet.root, 'package.json'));
    code = await import(pathToFileURL(resolve(`@aurora/shared/${part}`)).href);
  } catch (cause) {
    throw new AuroraError('packages_missing', 'The packages of the fleet are not installed.', {
      exit: 'machine',
      details: [(cause as Error).message.split('\n')[0] ?? ''],
      next: 'npm install',
      cause,
    });
  }
  if (RECENT[part] in code) return code as unknown as FleetCode[Part];
  throw new AuroraError('fleet_outdated', 'The code of the fleet is older than this command.', {
    exit: 'failed',
    details: ['Its copy of shared/ cannot yet tell what is parked.'],
    next: 'aurora upgrade',
  });
}

const nothing = () => undefined;

/** What goes wrong is told by what was asked. */
export const SILENT = {
  ...{ trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing, fatal: nothing, silent: nothing },
  level: 'silent',
  isLevelEnabled: () => false,
  child: (): object => SILENT,
};
