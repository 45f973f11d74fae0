import { existsSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { otlpHeaders } from '../../shared/settings/otlp-headers.ts';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { layoutOf } from './layout.ts';
import { writeSecret } from './secret-file.ts';

/** What the collector of a fleet wants in headers, below the folder for secrets; there once somebody has set it. */
export function otlpHeadersFile(secrets: string): string {
  return join(secrets, 'otlp-headers');
}

/** The file with the collector's headers, where the fleet sends it anything and has some. */
export function otlpHeadersOf(fleet: Fleet, secrets: string): string | undefined {
  const file = otlpHeadersFile(secrets);
  return fleet.observability.otlp && existsSync(file) ? file : undefined;
}

/** The variables that say what services tell of their work, and to whom; headers apart, which are secret. */
export function observabilityVariables({ observability: { traces, otlp } }: Fleet): Record<string, string> {
  return {
    TRACES_SAMPLE: String(traces.sample),
    TRACES_LOG: String(traces.log),
    ...(otlp && { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.endpoint, LOGS_OTLP: String(otlp.logs) }),
  };
}

/** Since when the fleet has headers for its collector; undefined: it has none. */
export async function headersSetAt(fleet: Fleet): Promise<Date | undefined> {
  const found = await stat(fileOf(fleet)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  return found?.mtime;
}

/**
 * Keeps them where only their owner may read; the next `up` puts them into force.
 * @param text `name=value,name=value`; empty: there are none any more
 * @throws AuroraError `bad_otlp_headers`, which quotes nothing of it
 */
export async function setOtlpHeaders(fleet: Fleet, text: string): Promise<void> {
  const headers = text.trim();
  try {
    otlpHeaders(headers);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new AuroraError('bad_otlp_headers', `What came in on stdin ${cause.message}.`, {
      exit: 'usage',
      next: "printf 'Authorization=Bearer%%20…' | aurora secret set otlp-headers",
    });
  }
  if (headers === '') await rm(fileOf(fleet), { force: true });
  else await writeSecret(fileOf(fleet), headers);
}

function fileOf(fleet: Fleet): string {
  return otlpHeadersFile(layoutOf(fleet.root).secrets);
}
