import type { ConnectOptions, StreamingTransport } from './contract.ts';
import { fetchTransport } from './fetch.ts';

/** Gives the way to each service: one for all through the gateway, or one for each. */
export function connect<S extends string>(options: ConnectOptions<S>): (service: S) => StreamingTransport {
  const { url } = options;
  if (typeof url === 'string') {
    const gateway = fetchTransport('the fleet', url, options);
    return () => gateway;
  }
  const services = new Map<S, StreamingTransport>();
  return (service) => {
    const known = services.get(service) ?? fetchTransport(service, url[service], options);
    services.set(service, known);
    return known;
  };
}
