import { fleetOf } from './inspect.ts';
import type { Case } from './mistakes.cases.ts';

const told = (observability: string) => fleetOf('', `observability: ${observability}\n`);

export const OBSERVABILITY: readonly Case[] = [
  { title: 'a sample above all', code: 'out_of_range', yaml: told('{ traces: { sample: ▸1.5 } }') },
  { title: 'a sample below none', code: 'out_of_range', yaml: told('{ traces: { sample: ▸-0.1 } }') },
  { title: 'a sample in words', code: 'wrong_type', yaml: told('{ traces: { sample: ▸all } }') },
  { title: 'a log in words', code: 'wrong_type', yaml: told('{ traces: { log: ▸"yes" } }') },
  {
    title: 'headers in the config',
    code: 'unknown_key',
    yaml: told('{ otlp: { endpoint: "http://a", ▸headers: { a: b } } }'),
  },
  { title: 'an endpoint of another scheme', code: 'bad_form', yaml: told('{ otlp: { endpoint: ▸"grpc://a:4317" } }') },
  {
    title: 'a login in an endpoint',
    code: 'bad_form',
    yaml: told('{ otlp: { endpoint: ▸"https://me:secret@a" } }'),
    message: 'otlp-headers',
  },
  {
    title: 'logs to nobody',
    code: 'missing_key',
    yaml: told('{ ▸otlp: { logs: true } }'),
    message: '`otlp` needs `endpoint`',
  },
  { title: 'spans that go nowhere', code: 'no_effect', yaml: told('{ traces: { sample: 1, log: ▸false } }') },
  {
    title: 'spans that go nowhere in production',
    code: 'no_effect',
    environment: 'live',
    yaml: fleetOf(
      '',
      `observability: { traces: { log: false } }
environments: { live: { observability: { traces: { sample: 0.1, log: ▸false } } } }
`,
    ),
  },
];
