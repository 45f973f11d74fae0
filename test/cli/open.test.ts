import { describe, expect, it } from '@jest/globals';
import { findPage, openerOf } from '../../cli/actions/open.ts';
import type { Fleet } from '../../cli/config/model.ts';
import type { Health, Runtime } from '../../cli/runtimes/contract.ts';

const fleet = {
  name: 'shop',
  services: [
    { kind: 'domain', name: 'orders', port: 1 },
    { kind: 'gateway', name: 'edge', port: 2 },
  ],
} as unknown as Fleet;

/** A runtime whose orders service has this health, or where nothing runs. */
function runtime(orders: Health | null): Runtime {
  const service = (name: string, status: Health) => ({ name, status, url: `http://127.0.0.1/${name}` });
  const services = orders && [service('orders', orders), service('edge', 'ready')];
  return { observe: async () => services && { services } } as unknown as Runtime;
}

describe('the page', () => {
  it("is the gateway's unless a service is named", async () => {
    expect(await findPage(fleet, runtime('ready'))).toMatchObject({ service: 'edge' });
    expect(await findPage(fleet, runtime('degraded'), 'orders')).toMatchObject({ service: 'orders' });
  });

  it.each([
    ['not_running', null, 'orders'],
    ['service_down', 'down', 'orders'],
    ['no_such_service', 'ready', 'ordrs'],
  ] as const)('is refused with %s', async (code, health, name) => {
    await expect(findPage(fleet, runtime(health), name)).rejects.toMatchObject({ code });
  });
});

describe('the program that shows a page', () => {
  it.each([
    ['linux', {}, undefined],
    ['linux', { DISPLAY: ':0' }, 'xdg-open'],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
    ['linux', { BROWSER: 'firefox' }, 'firefox'],
    ['darwin', {}, 'open'],
  ] as const)('on %s with %j is %s', (platform, env, expected) => {
    expect(openerOf(platform, env)).toBe(expected);
  });
});
