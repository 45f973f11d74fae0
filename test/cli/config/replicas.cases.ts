import { fleetOf } from './inspect.ts';
import type { Case } from './mistakes.cases.ts';

const files = (settings: string) => `${fleetOf()}  files: { kind: file, port: 8010, ${settings} }\n`;

export const REPLICAS: readonly Case[] = [
  {
    title: 'several instances of a file service on folders',
    code: 'unshared_files',
    yaml: files('replicas: ▸2'),
    message: 'add `storage: { driver: s3 }`',
  },
  {
    title: 'several of them in one environment alone',
    code: 'unshared_files',
    yaml: `${files('storage: { driver: local }')}environments: { live: { services: { files: { replicas: ▸3 } } } }\n`,
    environment: 'live',
  },
  { title: 'no instance', code: 'out_of_range', yaml: files('replicas: ▸0') },
  { title: 'more instances than a fleet can have', code: 'out_of_range', yaml: files('replicas: ▸101') },
  {
    title: 'less memory than a service can begin with',
    code: 'out_of_range',
    yaml: files('resources: { memoryMb: ▸64 }'),
  },
  { title: 'no processor', code: 'out_of_range', yaml: files('resources: { cpus: ▸0 }') },
  {
    title: 'memory by another name',
    code: 'unknown_key',
    yaml: files('resources: { ▸memory: 256 }'),
    suggestion: 'memoryMb',
  },
  { title: 'half an instance', code: 'wrong_type', yaml: files('replicas: ▸1.5') },
];
