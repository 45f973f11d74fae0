import { AuroraError } from '../../errors.ts';
import { inTime } from '../in-time.ts';

/** A part of a bundle: one file, or several by their paths. */
export interface Part {
  /** `status.json`; a part of several files, which name themselves, is a folder: `logs/`. */
  readonly path: string;
  gather(): Promise<unknown>;
}

/** What could not be had, and why. */
export interface Missing {
  readonly path: string;
  readonly because: string;
}

/** A part that hangs, as a database that does not answer, must not keep the rest. */
const PATIENCE_MS = 20_000;

/** All that can be had, each part by itself: half of a fleet may be away. */
export async function collect(parts: readonly Part[]): Promise<{ found: Map<string, unknown>; missing: Missing[] }> {
  const found = new Map<string, unknown>();
  const missing: Missing[] = [];
  await Promise.all(
    parts.map(async ({ path, gather }) => {
      try {
        const value = await inTime(gather(), AbortSignal.timeout(PATIENCE_MS), 0);
        if (!path.endsWith('/')) found.set(path, value);
        else for (const [name, each] of value as ReadonlyMap<string, unknown>) found.set(path + name, each);
      } catch (error) {
        missing.push({ path, because: because(error) });
      }
    }),
  );
  return { found, missing };
}

function because(error: unknown): string {
  if (error instanceof AuroraError) return [error.message, ...error.details].join(' ');
  if (error instanceof Error && error.name === 'TimeoutError') return `it took longer than ${PATIENCE_MS / 1000} s`;
  return error instanceof Error ? error.message : String(error);
}
