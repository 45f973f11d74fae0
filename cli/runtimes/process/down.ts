import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Fleet } from '../../config/model.ts';
import type { Narrator } from '../../narrator.ts';
import { claimControl, disclaimControl } from '../claim/claim.ts';
import { exists } from '../exists.ts';
import { type Layout, layoutOf } from '../layout.ts';
import { releaseBlock } from '../ports/blocks.ts';
import { Control, isGone } from './control/client.ts';
import { removeHome } from './postgres/home.ts';
import { endLeftovers } from './record.ts';

/** Ends the fleet, and also what a killed supervisor may have left. */
export async function down(fleet: Fleet, { volumes }: { volumes: boolean }, narrator: Narrator): Promise<void> {
  const layout = layoutOf(fleet.root);
  const ran = await stopRunning(layout, narrator);
  if (!(await exists(layout.run))) return;
  await withClaim(layout, async () => {
    const left = await endLeftovers(layout.record);
    if (left.length > 0)
      narrator.info(`ended what an earlier run had left: ${left.map(({ name }) => name).join(', ')}`);
    else if (!ran) narrator.info(`${fleet.name} was not running`);
    if (volumes) await narrator.step('delete data', () => removeData(layout));
  });
}

async function stopRunning(layout: Layout, narrator: Narrator): Promise<boolean> {
  const control = Control.find(layout.control);
  if (!control) return false;
  try {
    await narrator.step('stop', async () => {
      let stopping: Promise<void> | undefined;
      const stop = () => {
        stopping = control.order('POST /stop', { force: false, because: 'aurora down' });
      };
      // The end of the stream is the end of the supervisor.
      await control.follow(() => undefined, stop, new AbortController().signal);
      await stopping;
    });
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** Nobody may bring it up meanwhile. */
async function withClaim(layout: Layout, work: () => Promise<void>): Promise<void> {
  const server = createServer((socket) => socket.destroy());
  if (!(await claimControl(layout.root, layout.control, server))) return;
  try {
    await work();
  } finally {
    disclaimControl(layout.control);
    server.close();
  }
}

/** The logs stay: they may be why it was taken down. */
async function removeData(layout: Layout): Promise<void> {
  await removeHome(layout);
  releaseBlock(layout.root);
  for (const path of [layout.storage, layout.secrets, layout.state, layout.record]) {
    await rm(path, { recursive: true, force: true });
  }
}
