import { fleetOf } from './inspect.ts';
import type { Case } from './mistakes.cases.ts';

const monitoring = (wish: string) => `infrastructure: { monitoring: ${wish} }\n${fleetOf()}`;

export const MONITORING: readonly Case[] = [
  {
    title: 'monitoring that is a word',
    code: 'wrong_type',
    yaml: monitoring('▸prometheus'),
    message: '`monitoring` must be `true` or `false` or a mapping, not `prometheus`',
  },
  { title: 'monitoring that is nothing', code: 'wrong_type', yaml: monitoring('▸null') },
  {
    title: 'a key of monitoring that nobody knows',
    code: 'unknown_key',
    yaml: monitoring('{ ▸webHook: "https://alerts.example" }'),
    suggestion: 'webhook',
  },
  {
    title: 'a webhook without a scheme',
    code: 'bad_form',
    yaml: monitoring('{ webhook: ▸alerts.example }'),
    message: '`https://…`',
  },
  { title: 'a webhook by mail', code: 'bad_form', yaml: monitoring('{ webhook: ▸"mailto:a@b.example" }') },
  { title: 'a retention below the slowest alert', code: 'out_of_range', yaml: monitoring('{ retentionDays: ▸3 }') },
  { title: 'a look now and then', code: 'out_of_range', yaml: monitoring('{ scrapeSeconds: ▸300 }') },
  {
    title: 'a promise of everything',
    code: 'out_of_range',
    yaml: monitoring('{ slo: { availability: ▸100 } }'),
    message: '95 to 99.999',
  },
  {
    title: 'a promise of so little that it cannot be broken fast',
    code: 'out_of_range',
    yaml: monitoring('{ slo: { latencyPercent: ▸90 } }'),
  },
  {
    title: 'a promise in words',
    code: 'wrong_type',
    yaml: monitoring('{ slo: { availability: ▸high } }'),
    message: 'a number',
  },
  {
    title: 'a latency that no histogram counts',
    code: 'unknown_value',
    yaml: monitoring('{ slo: { latencyMs: ▸300 } }'),
    message: '5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000',
  },
  {
    title: 'Prometheus at the port of a service',
    code: 'duplicate_port',
    yaml: monitoring('{ port: ▸8004 }'),
    message: '`settings`',
  },
  {
    title: 'monitoring of an environment',
    code: 'out_of_range',
    yaml: `${fleetOf()}environments:\n  production: { infrastructure: { monitoring: { scrapeSeconds: ▸0 } } }\n`,
  },
];
