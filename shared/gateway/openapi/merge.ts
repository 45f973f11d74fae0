import type { OpenApiDocument } from '../../app/index.ts';
import type { Route } from '../table/route.ts';
import type { ServiceDocument } from './documents.ts';
import { type Components, withOwnNames } from './own-names.ts';
import { reachable } from './reachable.ts';

type Members = Readonly<Record<string, unknown>>;

/**
 * One document over the gateway and the services behind it: of each service only the paths that the gateway serves.
 * `x-unavailable` lists the services that did not answer; what they last said is still shown.
 */
export function mergeDocuments(
  own: OpenApiDocument,
  services: readonly ServiceDocument[],
  routes: readonly Route[],
): OpenApiDocument {
  const paths: Record<string, unknown> = { ...(own.paths as Members) };
  const components: Record<string, Members> = { ...(own.components as Components) };
  for (const { service, document } of services) {
    if (document === undefined) continue;
    const named = withOwnNames(document, service, components);
    const served = routes.filter((route) => route.service === service).map(({ path }) => path);
    for (const [path, item] of Object.entries((named.paths ?? {}) as Members)) {
      if (served.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))) paths[path] = item;
    }
    for (const [kind, members] of Object.entries((named.components ?? {}) as Components)) {
      components[kind] = { ...members, ...components[kind] };
    }
  }
  const unavailable = services.filter(({ available }) => !available).map(({ service }) => service);
  return {
    ...own,
    paths,
    components: reachable(paths, components),
    ...(unavailable.length > 0 && { 'x-unavailable': unavailable }),
  };
}
