export { createHttpClient } from './client.ts';
export type {
  BreakerState,
  CallOutcome,
  HttpClient,
  HttpClientMetrics,
  HttpClientOptions,
  HttpRequest,
  HttpResponse,
} from './contract.ts';
export { DEADLINE_HEADER } from './outgoing.ts';
export { RetryBudget } from './retry-budget.ts';
export { openWire, type Send } from './wire.ts';
