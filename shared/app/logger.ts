import { createLogger, type Logger } from '../logging/index.ts';
import type { Environment } from '../settings/index.ts';

/** The log of a service as its environment wants it. */
export function loggerOf(environment: Environment): Logger {
  const { serviceName: service, serviceVersion: version, serviceColour: colour, logLevel: level } = environment;
  return createLogger({ service, version, colour, level });
}
