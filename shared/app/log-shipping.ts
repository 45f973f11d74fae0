import { type Logger, tapStdout } from '../logging/index.ts';
import { LogShipping } from '../logging/otlp/shipping.ts';
import type { Environment } from '../settings/index.ts';

/** Sends what this process logs to the collector as well, from now on. */
export function shipLogs(environment: Environment, log: Logger): LogShipping {
  const { otlpEndpoint: endpoint = '', otlpHeaders: headers, serviceColour } = environment;
  const shipping = new LogShipping({
    endpoint,
    headers,
    resource: {
      'service.name': environment.serviceName,
      'service.version': environment.serviceVersion,
      'service.namespace': environment.fleetName,
      'service.instance.id': environment.instanceId,
      'deployment.environment.name': environment.environmentName,
      'aurora.colour': serviceColour,
    },
    onChange(reason) {
      if (reason === undefined) log.info('the collector takes log lines again');
      else log.warn({ reason }, 'log lines are lost to the collector, which takes none');
    },
  });
  tapStdout((line) => shipping.add(line));
  return shipping;
}
