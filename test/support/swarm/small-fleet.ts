/** For deploys that nothing but a failure undoes on a busy machine, and that are soon over. */
export const DEPLOYS = `defaults: { timeoutMs: 8000 }
deploy: { holdSeconds: 1, watchSeconds: 4, warmUpRequests: 5, drainSeconds: 15, maxLatencyRatio: 1000 }
`;

/**
 * The config of a fleet whose services fit three times on the hosts of a test.
 * @param name `aurora`, as which its packages are locked, unless it is locked anew
 * @param settings lines for the top of the file
 */
export function smallFleet(name: string, settings = ''): string {
  return `version: 1
name: ${name}
${settings}services:
  api-gateway: { kind: gateway, port: 8000, replicas: 3 }
  config-service: { kind: config, port: 8004, replicas: 2 }
`;
}
