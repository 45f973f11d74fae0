// Run by `node --import` ahead of a service's main file: loads what all services have in common, and holds that file back until
// the supervisor sends its first message.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';

// The service's own threads begin with the same `--import`.
if (isMainThread) {
  // Programs that the service forks would as well.
  process.execArgv.splice(process.execArgv.indexOf('--import'), 2);
  const leave = () => process.exit(0);
  process.once('disconnect', leave);
  if (!process.connected) leave();
  await loadShared(process.argv[1] ?? '', process.env);
  await new Promise((resolve) => process.once('message', resolve));
  process.off('disconnect', leave);
}

/** The fleet's own copy, with the parts that a service of this environment needs. */
async function loadShared(main: string, env: NodeJS.ProcessEnv): Promise<void> {
  const given = (name: string) => [name, `${name}_FILE`].some((variable) => env[variable] !== undefined);
  try {
    const app = await import(pathToFileURL(createRequire(main).resolve('@aurora/shared/app')).href);
    await app.loadParts({ needs: { database: given('DATABASE_URL'), broker: given('BROKER_URL') } });
  } catch {
    // The main file imports the same, or has no need of it: it says what is wrong, if anything is.
  }
}
