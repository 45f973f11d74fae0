import type { ComponentType } from 'preact';
import type { ViewName } from './route/views.ts';
import { Overview } from './views/overview/overview.tsx';

export const VIEW_OF: Readonly<Record<ViewName, ComponentType>> = {
  overview: Overview,
  services: Overview,
  logs: Overview,
  traces: Overview,
  events: Overview,
  registry: Overview,
  migrations: Overview,
  deploys: Overview,
  api: Overview,
};
