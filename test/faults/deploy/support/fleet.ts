import { randomBytes } from 'node:crypto';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectEngine } from '../../../../cli/runtimes/docker/engine.ts';
import type { Clone } from '../../../support/clone.ts';
import { type Deploying, deployingIn } from '../../../support/deploying.ts';
import { Load } from '../../../support/load-on-fleet/load.ts';
import { type RealFleet, startRealFleet } from '../../../support/real-fleet.ts';

export const SUBJECTS = 'subject-service';
const MAIN = `services/${SUBJECTS}/src/main.ts`;

/** The fleet of this repository in containers, with a WebSocket in one of its services, and a way to deploy it. */
export interface DeployedFleet extends AsyncDisposable, Deploying {
  readonly fleet: RealFleet;
  load(rate: number): Promise<Load>;
  /** Gives a service other code: its `main.ts` with these lines, until it gets others. */
  code(...lines: string[]): Promise<void>;
}

export async function startDeployedFleet(): Promise<DeployedFleet> {
  // Nobody is ever asked there: it sets its images apart from those of other fleets on this engine.
  const registry = `${randomBytes(4).toString('hex')}.test`;
  await using starting = new AsyncDisposableStack();
  starting.defer(() => removeImages(registry));
  const fleet = starting.use(await startRealFleet({ edit: (copy) => prepare(copy, registry) }));
  const { clone } = fleet;
  const running = starting.move();
  return {
    fleet,
    ...deployingIn(clone),
    async load(rate) {
      const token = await fleet.token();
      return new Load({ url: fleet.urlOf('api-gateway'), token, rate, live: '/api/v1/subjects/live' });
    },
    code: (...lines) => writeMain(clone, lines),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/**
 * Short phases, patience (clients are slow on purpose, and so is a loaded machine: neither speaks against a deploy), and a WebSocket in a
 * service, as its developers would add one.
 */
async function prepare(clone: Clone, registry: string): Promise<void> {
  const settings =
    'deploy: { holdSeconds: 1, watchSeconds: 4, warmUpRequests: 5, drainSeconds: 15, maxLatencyRatio: 1000 }';
  await clone.edit('aurora.config.yaml', 'timeoutMs: 2000', 'timeoutMs: 8000');
  await clone.edit('aurora.config.yaml', 'infrastructure:\n', `${settings}\n\ninfrastructure:\n`);
  const routes = 'routes: [{ path: /api/v1/subjects/live, webSocket: true }]';
  await clone.edit('aurora.config.yaml', 'kind: gateway, port: 8000', `kind: gateway, port: 8000, ${routes}`);
  await copyFile(join(import.meta.dirname, 'live.ts'), join(clone.root, `services/${SUBJECTS}/src/live.ts`));
  await writeMain(clone, []);
  await clone.edit(
    'aurora.config.yaml',
    'infrastructure:\n',
    `images: { registry: '${registry}' }\n\ninfrastructure:\n`,
  );
  const { exitCode, stderr } = await clone.aurora('generate');
  if (exitCode !== 0) throw new Error(`aurora generate: ${stderr}`);
}

async function writeMain({ root }: Clone, lines: readonly string[]): Promise<void> {
  await writeFile(
    join(root, MAIN),
    `import { startService } from '@aurora/shared/app';
import { service } from './generated/service.ts';
import { echoLive } from './live.ts';

await startService({
  ...service,
  routes: async (app) => {
    ${lines.join('\n    ')}
    echoLive(app);
    await app.register(service.routes);
  },
});
`,
  );
}

async function removeImages(registry: string): Promise<void> {
  const engine = await connectEngine();
  const tags = (await engine.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
  for (const tag of tags.filter((each) => each.startsWith(`${registry}/`))) await engine.getImage(tag).remove();
}
