import { flushCompileCache } from 'node:module';
import type { FastifyInstance } from 'fastify';
import { redactText } from '../logging/index.ts';
import { soon } from '../metrics/index.ts';
import { type Environment, EnvironmentError, readServiceEnvironment } from '../settings/index.ts';
import { createApp } from './app.ts';
import type { ServiceDefinition } from './definition.ts';
import { drain } from './drain.ts';
import { loadParts } from './parts.ts';
import { startGate } from './start-gate.ts';

/**
 * What the last lines may take on their way to a collector beyond the time of the drain. Less than those who started the process wait
 * before they kill it: a request may take less than a drain, that less than this process, that less than its primary, its supervisor
 * or its engine allow.
 */
const LAST_LINES_MS = 500;

/** Runs a service as this process: its `main.ts` calls nothing else. Ends the process with exit code 1 where it cannot start. */
export async function startService(definition: ServiceDefinition): Promise<void> {
  const { DESCRIBE_TO } = process.env;
  if (DESCRIBE_TO !== undefined) return describeOrExit(definition, DESCRIBE_TO);
  const environment = readEnvironmentOrExit(definition);
  try {
    const workers = environment.workers > 1 ? await import('./workers/index.ts') : undefined;
    if (workers?.isPrimary) return await workers.runPrimary(environment, (why) => exitPlainly(definition.name, why));
    const link = workers?.linkOver(process);
    await loadParts(definition, environment);
    await startGate(process.env);
    const app = await createApp(definition, environment, undefined, link);
    endWithDignity(app, environment.drainTimeoutMs);
    await app.listen({ port: environment.port, host: environment.host });
    announce(app);
  } catch (error) {
    exitPlainly(definition.name, explain(error, environment));
  }
}

/** `aurora contracts` asks for it: what the service would serve, without a fleet to run it in. */
async function describeOrExit(definition: ServiceDefinition, path: string): Promise<void> {
  try {
    const { describeService } = await import('./describe.ts');
    await describeService(definition, path);
    process.exit(0);
  } catch (error) {
    exitPlainly(definition.name, redactText(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  }
}

function readEnvironmentOrExit(definition: ServiceDefinition): Environment {
  try {
    return readServiceEnvironment(definition, process.env);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    const next = `\`aurora run ${definition.name}\` starts it with all of them.`;
    return exitPlainly(definition.name, `${error.message}\n${next}`);
  }
}

/** Tells the supervisor that requests may come, and saves compiled code now: a killed process would save none. */
function announce(app: FastifyInstance): void {
  const address = app.server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.send?.({ type: 'listening', port });
  flushCompileCache();
}

/** Whatever ends this process, ends it by a drain: signals, the supervisor's death, and errors nobody caught. */
function endWithDignity(app: FastifyInstance, timeoutMs: number): void {
  let ending = false;
  const end = async (reason: string, exitCode: number) => {
    if (ending) return;
    ending = true;
    const began = performance.now();
    app.log.info({ reason }, 'draining');
    const clean = await drain(app, timeoutMs).catch((error: unknown) => {
      app.log.error({ err: error }, 'could not close everything');
      return false;
    });
    app.log.info(clean ? 'drained' : 'cut off what was left');
    const left = timeoutMs - (performance.now() - began);
    await soon(Math.max(left, LAST_LINES_MS), Promise.resolve(app.logShipping?.close()));
    process.exit(clean ? exitCode : 1);
  };
  const fail = (error: unknown, kind: string) => {
    app.log.fatal({ err: error }, kind);
    if (app.workers) app.workers.failed = true;
    void end(kind, 1);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end(signal, 0));
  process.on('disconnect', () => end('supervisor gone', 0));
  // It may have gone while the app was being built, when nobody listened.
  if (process.send !== undefined && !process.connected) void end('supervisor gone', 0);
  process.on('uncaughtException', (error) => fail(error, 'uncaught exception'));
  process.on('unhandledRejection', (error) => fail(error, 'unhandled rejection'));
}

function explain(error: unknown, { host, port }: Environment): string {
  const { code } = Object(error) as { code?: unknown };
  if (code === 'EADDRINUSE') return `port ${port} on ${host} is taken`;
  if (code === 'EACCES') return `port ${port} on ${host} may not be used by this user`;
  return redactText(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

function exitPlainly(service: string, message: string): never {
  process.stderr.write(`${service} cannot start: ${message}\n`);
  process.exit(1);
}
