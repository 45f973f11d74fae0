import { AuroraError } from '../../errors.ts';
import type { Narrator } from '../../narrator.ts';
import { urlWithLogin } from '../databases/of-service.ts';
import type { Desired } from './desired.ts';
import type { Engine } from './engine.ts';
import { runJob } from './job.ts';
import { type ContainerSpec, FILES } from './spec.ts';

const OWNER_URL = 'secrets/owner.url';

/** Applies the migrations that a service's image brings, with the login that may change the schema. */
export function migrateInContainer(
  engine: Engine,
  { server, databases, project }: Desired,
  service: ContainerSpec,
  narrator: Narrator,
): Promise<void> {
  const database = databases.find((each) => each.service === service.part);
  if (!server || !database) throw new RangeError(`${service.part} has no database`);
  return narrator.step(`migrate ${service.part}`, async (step) => {
    const { exitCode, lines } = await runJob(engine, project, service, {
      purpose: 'migrate',
      command: ['node', 'migrate.mjs'],
      environment: { DATABASE_URL_FILE: `${FILES}/${OWNER_URL}` },
      files: [{ path: OWNER_URL, text: urlWithLogin(server.innerUrl, database.owner, database.name), secret: true }],
    });
    console.error(lines, exitCode, AuroraError, step);
  });
}
