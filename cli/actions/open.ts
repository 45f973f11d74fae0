import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import type { Runtime } from '../runtimes/contract.ts';
import { requireRunning, requireServices } from './running.ts';

export interface Page {
  readonly service: string;
  readonly url: string;
}

/** Where the API pages of a running service are; of the gateway, which has those of all, unless one is named. */
export async function findPage(fleet: Fleet, runtime: Runtime, name?: string): Promise<Page> {
  if (name !== undefined) requireServices(fleet, [name]);
  const wanted = name ?? entryOf(fleet);
  const { services } = await requireRunning(fleet, runtime);
  const service = services.find((each) => each.name === wanted);
  if (service && service.status !== 'down') return { service: service.name, url: new URL('/docs', service.url).href };
  throw new AuroraError('service_down', `${wanted} is down.`, {
    exit: 'notRunning',
    details: service?.reason ? [service.reason] : [],
    next: `aurora up -d ${wanted}`,
  });
}

/** A config without services is none, so there is a first one. */
function entryOf({ services }: Fleet): string | undefined {
  return (services.find(({ kind }) => kind === 'gateway') ?? services[0])?.name;
}

/** Asks the desktop to show a page; false where there is no desktop. */
export async function showInBrowser(url: string): Promise<boolean> {
  const opener = openerOf(process.platform, process.env);
  if (!opener) return false;
  const child = spawn(opener, [url], { stdio: 'ignore', detached: true });
  child.unref();
  return once(child, 'spawn').then(
    () => true,
    () => false,
  );
}

/** The program that opens a URL in the user's browser. */
export function openerOf(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string | undefined {
  if (env.BROWSER) return env.BROWSER;
  if (platform === 'darwin') return 'open';
  return env.DISPLAY || env.WAYLAND_DISPLAY ? 'xdg-open' : undefined;
}
