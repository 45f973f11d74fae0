import { type Logger, tapStdout } from '../logging/index.ts';
import { collectorOf, LOG_LINES, OtlpExporter } from '../otlp/index.ts';
import type { Environment } from '../settings/index.ts';

export type LogShipping = OtlpExporter<string>;

/** Sends what this process logs to the collector as well, from now on; undefined: there is none. */
export function shipLogs(environment: Environment, log: Logger): LogShipping | undefined {
  const collector = collectorOf(environment);
  if (collector === undefined) return undefined;
  const shipping = new OtlpExporter(LOG_LINES, collector, log);
  tapStdout((line) => shipping.add(line));
  return shipping;
}
