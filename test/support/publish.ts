import { join } from 'node:path';
import { loadFleet } from '../../cli/config/load.ts';
import { selectRuntime } from '../../cli/runtimes/select.ts';
import { type CloudEvent, connectBroker } from '../../shared/events/index.ts';
import { until } from '../../shared/testing/index.ts';
import { readableLog } from './log.ts';
import type { RealFleet } from './real-fleet.ts';
import { RUNTIME } from './variant.ts';

/** Puts an event on the broker of a fleet, as one of its services would. */
export async function publishTo(fleet: RealFleet, event: CloudEvent): Promise<void> {
  const model = await loadFleet({ file: join(fleet.clone.root, 'aurora.config.yaml') });
  const { runtime } = await selectRuntime(model, RUNTIME);
  await runtime.withBroker(model, async ({ url }) => {
    const { log } = readableLog();
    const broker = await connectBroker({ url, fleet: model.name, service: 'test', log });
    try {
      await until(async () => (await broker.publish([event]))[0]?.outcome === 'sent', { withinMs: 30_000 });
    } finally {
      await broker.close();
    }
  });
}
