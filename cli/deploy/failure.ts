import type { AuroraError } from '../errors.ts';
import type { Deployment } from './deployment.ts';
import { hasBegun } from './record.ts';

/** Whom an error is about, with what its new version has logged last. */
export async function serviceOf(
  { record, around }: Deployment,
  error: AuroraError,
): Promise<{ readonly service: string | null; readonly lines: readonly string[] }> {
  const change = record.services.find(({ service }) => service === error.facts.service);
  if (!change) return { service: null, lines: [] };
  const { service, to } = change;
  if (!hasBegun(record, 'stand')) return { service, lines: [] };
  try {
    return { service, lines: await around.stage.lastLines(service, to.colour) };
  } catch (cause) {
    // Why the deploy failed says more than why its lines cannot be read.
    return { service, lines: [`its lines cannot be read: ${(cause as Error).message}`] };
  }
}
