import { AuroraError } from '../errors.ts';
import type { Colour } from '../runtimes/colours.ts';
import type { Deployment } from './deployment.ts';

const LOOK_EVERY_MS = 100;

/**
 * Waits until a version is ready, and then for so long without a break.
 * @throws AuroraError `not_ready`, `start_failed`
 */
export async function untilReady(deployment: Deployment, service: string, colour: Colour, holdMs = 0): Promise<void> {
  const { stage, clock, settings, signal } = deployment.around;
  const deadline = clock.now() + settings.readySeconds * 1000 + holdMs;
  let since: number | undefined;
  for (;;) {
    const { ready, reason, ended } = await stage.condition(service, colour);
    if (ended !== undefined) throw hasEnded(service, ended);
    const now = clock.now();
    since = ready ? (since ?? now) : undefined;
    if (since !== undefined && now - since >= holdMs) return;
    if (now >= deadline) throw notReady(service, settings.readySeconds, reason);
    await clock.sleep(LOOK_EVERY_MS, deployment.record.undoing ? undefined : signal);
  }
}

function hasEnded(service: string, ended: string): AuroraError {
  return new AuroraError('start_failed', `${service} ${ended} before it was ready.`, {
    exit: 'startup',
    facts: { service },
  });
}

function notReady(service: string, seconds: number, reason: string | undefined): AuroraError {
  return new AuroraError('not_ready', `${service} was not ready within ${seconds} s.`, {
    exit: 'startup',
    details: reason === undefined ? [] : [`It was asked last: ${reason}`],
    facts: { service },
  });
}
