/**
 * The process that makes the load, so that what the CLI draws does not disturb it. It is told its plan and a stop by its parent,
 * and ends in order when that one is gone as well: what it has made goes with it.
 */
import type { Measured, Second } from '../result/contract.ts';
import { Data } from './data.ts';
import type { LoadPlan, Order, Tale } from './plan.ts';
import { createRequester } from './requester.ts';
import { runLoad } from './run.ts';

const stop = new AbortController();
process.on('disconnect', () => stop.abort());
process.on('message', (order: Order) => {
  if (order.kind === 'stop') stop.abort();
  else
    void work(order.plan)
      .then(
        (measured) => tell({ kind: 'measured', measured }),
        (error: Error) => tell({ kind: 'failed', name: error.name, message: error.message }),
      )
      .finally(() => process.connected && process.disconnect());
});

function tell(tale: Tale): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(tale, () => resolve());
    else resolve();
  });
}

async function work(plan: LoadPlan): Promise<Measured> {
  const { connections, timeoutMs } = plan.scenario;
  const options = { origin: plan.origin, headers: plan.headers, timeoutMs };
  await using requester = createRequester({ ...options, connections });
  // What it makes beside and removes waits for no connection of the measured ones.
  await using aside = createRequester({ ...options, connections: { max: 8, keepAlive: true } });
  const data = new Data(requester, aside, plan);
  const healed = await data.heal();
  if (healed > 0) await tell({ kind: 'healed', count: healed });
  let measured: Omit<Measured, 'data'>;
  try {
    await data.setUp(plan.scenario);
    measured = await runLoad(
      plan,
      data,
      requester,
      stop.signal,
      (second: Second) => void tell({ kind: 'second', second }),
    );
  } catch (error) {
    await data.tearDown();
    throw error;
  }
  return { ...measured, data: await data.tearDown() };
}
