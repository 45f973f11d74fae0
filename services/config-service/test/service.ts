import { join } from 'node:path';
import { startTestService, type TestService } from '@aurora/shared/testing';
import { service } from '../src/generated/service.ts';

/** This service on a database of its own, migrated. */
export function startConfigService(): Promise<TestService> {
  return startTestService(service, { migrations: join(import.meta.dirname, '../../../migrations/config-service') });
}
