/** Every view, with the key that opens it. */
export const VIEWS = [
  { name: 'overview', label: 'Overview', key: 'o' },
  { name: 'services', label: 'Services', key: 's' },
  { name: 'logs', label: 'Logs', key: 'l' },
  { name: 'traces', label: 'Traces', key: 't' },
  { name: 'events', label: 'Events', key: 'e' },
  { name: 'registry', label: 'Registry', key: 'r' },
  { name: 'migrations', label: 'Migrations', key: 'm' },
  { name: 'deploys', label: 'Deploys', key: 'd' },
  { name: 'api', label: 'API', key: 'a' },
] as const;

export type ViewName = (typeof VIEWS)[number]['name'];
