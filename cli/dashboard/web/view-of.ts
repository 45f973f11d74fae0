import type { ComponentType } from 'preact';
import type { ViewName } from './route/views.ts';
import { Deploys } from './views/deploys.tsx';
import { Events } from './views/events/events.tsx';
import { Explorer } from './views/explorer/explorer.tsx';
import { Logs } from './views/logs/logs.tsx';
import { Migrations } from './views/migrations.tsx';
import { Overview } from './views/overview/overview.tsx';
import { Registry } from './views/registry.tsx';
import { Services } from './views/service/services.tsx';
import { Traces } from './views/traces/traces.tsx';

export const VIEW_OF: Readonly<Record<ViewName, ComponentType>> = {
  overview: Overview,
  services: Services,
  logs: Logs,
  traces: Traces,
  events: Events,
  registry: Registry,
  migrations: Migrations,
  deploys: Deploys,
  api: Explorer,
};
