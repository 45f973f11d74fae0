import type { Config } from './draft.ts';
import { DEFAULT_ENVIRONMENT } from './locate.ts';
import type { Fleet } from './model.ts';

/** Whoever develops sees every request's spans in the log; elsewhere they cost nothing until somebody asks for them. */
export function resolveObservability(
  { traces = {}, otlp }: NonNullable<Config['observability']>,
  environment: string,
): Fleet['observability'] {
  const endpoint = otlp?.endpoint;
  return {
    traces: {
      sample: traces.sample ?? (environment === DEFAULT_ENVIRONMENT ? 1 : 0),
      log: traces.log ?? endpoint === undefined,
    },
    otlp: endpoint === undefined ? null : { endpoint, logs: otlp?.logs ?? false },
  };
}
