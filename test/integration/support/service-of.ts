import { join } from 'node:path';
import type { ServiceDefinition } from '../../../shared/app/index.ts';
import { startTestService, type TestService, type TestServiceOptions } from '../../../shared/testing/index.ts';
import type { GeneratedFleet } from '../../templates/support/generated-fleet.ts';

/** Starts a service of a fleet that has been generated, on a database that its own migrations made. */
export async function startServiceOf(
  { root }: GeneratedFleet,
  name: string,
  options: Omit<TestServiceOptions, 'migrations'> = {},
): Promise<TestService> {
  const module = join(root, 'services', name, 'src', 'generated', 'service.ts');
  const { service }: { service: ServiceDefinition } = await import(module);
  return startTestService(service, { migrations: join(root, 'migrations', name), ...options });
}
