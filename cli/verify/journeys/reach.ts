import type { Target } from '../contract.ts';
import { gatewayUrl } from '../entry.ts';
import { CheckFailed } from '../outcome.ts';
import { type Kind, kindAt, kindsOf } from './kinds.ts';

/** Where the fleet of a target is, and who one is there. */
export interface Reach {
  readonly kinds: readonly Kind[];
  /** For `createClient`: the gateway, or each service where none runs. */
  readonly url: string | Readonly<Record<string, string>>;
  /** Where a path is asked for. @throws CheckFailed where nobody can tell */
  urlOf(path: string, service?: string): string;
  /** Signed once for the same scopes. */
  token(scopes: readonly string[]): Promise<string>;
}

export function reachOf(target: Pick<Target, 'fleet' | 'status' | 'journeyToken'>): Reach {
  const kinds = kindsOf(target.fleet);
  const services = Object.fromEntries(target.status.services.map(({ name, url }) => [name, url]));
  const gateway = gatewayUrl(target);
  const tokens = new Map<string, Promise<string>>();
  return {
    kinds,
    url: gateway ?? services,
    urlOf(path, service) {
      const owner = service ?? kindAt(kinds, pathOf(path))?.service;
      const base = service === undefined && gateway !== undefined ? gateway : services[owner ?? ''];
      if (base === undefined) throw new CheckFailed(`${owner ?? 'whoever answers'} ${path} does not run in this fleet`);
      return base + path;
    },
    token(scopes) {
      const key = scopes.join(' ');
      const known = tokens.get(key) ?? target.journeyToken(...scopes);
      tokens.set(key, known);
      return known;
    },
  };
}

function pathOf(path: string): string {
  return path.replace(/[?#].*$/s, '');
}
