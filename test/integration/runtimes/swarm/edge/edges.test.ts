import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COLOURS, type Colour } from '../../../../../cli/runtimes/colours.ts';
import { trafficIn } from '../../../../../cli/runtimes/docker/edge/traffic.ts';
import { mapIn } from '../../../../../cli/runtimes/swarm/edge/places.ts';
import { ServiceRole } from '../../../../../shared/app/role.ts';
import { RoleUrl } from '../../../../../shared/app/role-url.ts';
import { COLOUR_HEADER } from '../../../../../shared/context/index.ts';
import { until } from '../../../../../shared/testing/index.ts';
import { readableLog } from '../../../../support/log.ts';
import { haproxyMissing, NodeEdge } from './support/edge.ts';
import { Edges, TOKEN } from './support/edges.ts';

/** Long enough for those that can be told, on a busy machine. */
const BRIEFLY = 1_500;

const suite = haproxyMissing ? describe.skip : describe;
if (haproxyMissing) console.warn(`skipped: ${haproxyMissing}`);

suite('the edges of a swarm', () => {
  let edges: Edges;
  let first: NodeEdge;
  let second: NodeEdge;
  let third: NodeEdge;
  let newcomer: NodeEdge;
  beforeAll(async () => {
    edges = await Edges.of(4);
    [first, second, third, newcomer] = edges.all as [NodeEdge, NodeEdge, NodeEdge, NodeEdge];
    await edges.start([first, second, third]);
  });
  afterAll(async () => edges?.[Symbol.asyncDispose]());

  const textAt = async (url: string, headers: Record<string, string> = {}) => (await fetch(url, { headers })).text();
  const servedBy = (those: readonly NodeEdge[]) => Promise.all(those.map((edge) => textAt(edge.url())));
  const to = (colour: Colour, ...services: string[]) => ({
    live: new Map((services.length === 0 ? ['order'] : services).map((service) => [service, colour])),
  });
  /** What an edge keeps of a service, in the order of its keys. */
  const rowAt = async (edge: NodeEdge, service: string) =>
    (await textAt(`${edge.controlUrl}/state`))
      .split('\n')
      .find((line) => line.startsWith(`${service} `))
      ?.split(' ')
      .slice(1);

  it('send everything to blue, whose role is to take events, until somebody has said otherwise', async () => {
    await using command = edges.command();
    expect(await servedBy([first, second, third])).toEqual(['blue', 'blue', 'blue']);
    expect(await command.state()).toEqual({ live: new Map(), canaries: new Map(), roles: new Map() });
    expect(await textAt(`${second.controlUrl}/role/order/blue`)).toBe('live\n');
    expect(await textAt(`${second.controlUrl}/role/order/green`)).toBe('standby\n');
  });

  it('all switch, and lose no request to any service, from outside or from others', async () => {
    await using command = edges.command();
    const agent = new Agent({ keepAlive: true });
    const ask = async (url: string) => {
      const [response] = await once(get(url, { agent }), 'response');
      return `${response.statusCode} ${await text(response)}`;
    };
    const urls = [first, second, third].flatMap((edge) => [edge.url(0), edge.innerUrl(0), edge.url(1)]);
    const answers: string[] = [];
    let over = false;
    const load = urls.map(async (url) => {
      while (!over) answers.push(await ask(url));
    });
    for (const colour of ['green', 'blue', 'green'] as const) {
      await command.set(to(colour, 'order', 'customer'));
      expect(await Promise.all(urls.map(ask))).toEqual(urls.map(() => `200 ${colour}`));
    }
    over = true;
    await Promise.all(load);
    agent.destroy();
    expect(new Set(answers)).toEqual(new Set(['200 blue', '200 green']));
    expect((await command.state()).live).toEqual(
      new Map([
        ['order', 'green'],
        ['customer', 'green'],
      ]),
    );
    // Nobody has said anything of roles, so they go with the switch.
    expect(await textAt(`${third.controlUrl}/role/order/green`)).toBe('live\n');
    await command.set(to('blue', 'customer'));
  });

  it('give a canary its share of what comes from outside and from others, until a switch', async () => {
    await using command = edges.command();
    await command.set(to('blue'));
    const share = async (url: string) => {
      const answers = await Promise.all(Array.from({ length: 100 }, () => textAt(url)));
      return answers.filter((each) => each === 'green').length;
    };
    await command.set({ canaries: new Map([['order', 50]]) });
    expect((await command.state()).canaries).toEqual(new Map([['order', 50]]));
    for (const url of [first.url(), third.innerUrl()]) {
      const green = await share(url);
      // Six standard deviations from fifty.
      expect(green).toBeGreaterThan(20);
      expect(green).toBeLessThan(80);
    }
    await command.set(to('green'));
    expect(await share(second.url())).toBe(100);
    expect((await command.state()).canaries).toEqual(new Map());
  });

  it('tell who takes events, in words of their own where somebody said so, with a stamp that only grows', async () => {
    await using command = edges.command();
    const roles = async () => {
      const answers = await Promise.all(COLOURS.map((colour) => fetch(`${second.controlUrl}/role/order/${colour}`)));
      const said = await Promise.all(answers.map(async (each) => (await each.text()).trim()));
      return { said, stamps: answers.map(({ headers }) => Number(headers.get('etag')?.replaceAll('"', ''))) };
    };
    const before = await roles();
    expect(before.said).toEqual(['standby', 'live']);
    await command.set({ roles: new Map([['order/green', 'standby']]) });
    const between = await roles();
    expect(between.said).toEqual(['standby', 'standby']);
    expect(between.stamps[1]).toBeGreaterThan(before.stamps[1] as number);
    await command.set({ roles: new Map([['order/green', 'live']]) });
    expect((await roles()).said).toEqual(['standby', 'live']);
    expect((await fetch(`${second.controlUrl}/role/order/red`)).status).toBe(404);

    const role = new ServiceRole();
    const told = await RoleUrl.follow(`${third.controlUrl}/role/order/green`, role, readableLog().log);
    expect(role.current).toBe('live');
    await command.set({ roles: new Map([['order/green', 'standby']]) });
    await until(() => role.current === 'standby');
    told.close();
  });

  it('lead to either colour, and ask each of them how it does', async () => {
    expect(await textAt(`http://${first.places.preview}/order/blue/x`)).toBe('blue');
    expect(await textAt(`http://${first.places.preview}/order/green/x`)).toBe('green');
    expect((await fetch(`http://${first.places.preview}/order/red/x`)).status).toBe(404);
    for (const colour of COLOURS) {
      expect(await textAt(`${first.innerUrl()}/health/ready`, { [COLOUR_HEADER]: colour })).toBe(colour);
    }
  });

  it('count what each colour got', async () => {
    await using command = edges.command();
    await command.set(to('green'));
    const requests = async () =>
      (await command.counters()).map(
        (each) =>
          trafficIn(each).find(({ service, colour }) => service === 'order' && colour === 'green')?.requests ?? 0,
      );
    const before = await requests();
    for (const edge of [first, first, third]) await textAt(edge.url());
    await until(async () => {
      const grown = (await requests()).map((count, index) => count - (before[index] as number));
      return grown.join() === '2,0,1';
    });
  });

  describe('take no word', () => {
    const tell = async (path: string, token: string | null, method = 'PUT') => {
      const headers = token === null ? undefined : { authorization: `Bearer ${token}` };
      const response = await fetch(`${first.controlUrl}${path}`, { method, ...(headers && { headers }) });
      return `${response.status} ${await response.text()}`;
    };

    it('of anybody without the token, who learns nothing of what there is either', async () => {
      const before = await textAt(`${first.controlUrl}/state`);
      const stamp = Date.now() + 60_000;
      const answers = await Promise.all([
        tell(`/state/live/order/${stamp}/blue`, null),
        tell(`/state/live/order/${stamp}/blue`, `${TOKEN}x`),
        tell(`/state/live/order/${stamp}/blue`, ''),
        tell(`/state/live/unknown/${stamp}/blue`, 'wrong'),
        tell('/kept/7', null),
        tell('/anything', 'wrong', 'DELETE'),
        tell('/state', null, 'POST'),
        tell(`/state/live/order/${stamp}/blue?token=${TOKEN}`, null),
      ]);
      expect(new Set(answers)).toEqual(new Set(['401 only who deploys may write here\n']));
      expect(await textAt(`${first.controlUrl}/state`)).toBe(before);
    });

    it('of what they do not keep', async () => {
      const stamp = Date.now() + 60_000;
      const wrong = [
        `/state/live/unknown/${stamp}/blue`,
        `/state/live/order/${stamp}/red`,
        `/state/live/order/${stamp}x/blue`,
        `/state/live/order/0/blue`,
        `/state/live/order/99999999999999999/blue`,
        `/state/live/order/blue`,
        `/state/canary/order/${stamp}/101`,
        `/state/canary/order/${stamp}/-1`,
        `/state/role/order/${stamp}/live`,
        `/state/role/order/red/${stamp}/live`,
        `/state/role/order/blue/${stamp}/live/x`,
        `/state/live/order%20x/${stamp}/blue`,
        '/kept/1',
        '/',
      ];
      for (const path of wrong) expect([path, await tell(path, TOKEN)]).toEqual([path, '404 no such thing\n']);
      expect(await tell(`/state/live/order/${stamp}/blue`, TOKEN, 'DELETE')).toBe('404 no such thing\n');
    });

    it('of an earlier time; of two at the same time it is the same one everywhere that counts', async () => {
      const stamp = Number((await rowAt(first, 'customer'))?.[0]?.split(':')[0]);
      const put = (value: string, later: number) => tell(`/state/live/customer/${stamp + later}/${value}`, TOKEN);
      expect(await put('green', -1)).toBe(`409 ${stamp}:blue\n`);
      expect(await put('blue', 0)).toBe(`200 ${stamp}:blue\n`);
      expect(await put('green', 0)).toBe(`200 ${stamp}:green\n`);
      expect(await put('blue', 0)).toBe(`409 ${stamp}:green\n`);
      expect(await put('blue', 1)).toBe(`200 ${stamp + 1}:blue\n`);
    });

    it('that would show the token: in no file of theirs, no argument of a process, no line of the log', async () => {
      const { files, state } = first.places;
      const paths = (
        await Promise.all(
          [files, state].map(async (folder) => (await readdir(folder)).map((name) => `${folder}/${name}`)),
        )
      ).flat();
      const contents = await Promise.all(paths.map((path) => readFile(path, 'utf8').catch(() => '')));
      const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
      const lines = await Promise.all(processes.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
      expect(lines.some((line) => line.includes('edge.sh'))).toBe(true);
      expect([...contents, ...lines, first.log].filter((each) => each.includes(TOKEN))).toEqual([]);
    });
  });

  it('come to the same, whichever of two commands at once has the last word', async () => {
    await using one = edges.command();
    await using other = edges.command();
    for (let round = 0; round < 3; round++) {
      const told = await Promise.allSettled([one.set(to('blue')), other.set(to('green'))]);
      const failures = told.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
      expect(failures.length).toBeLessThan(2);
      for (const failure of failures) expect(failure).toMatchObject({ code: 'switch_failed' });
      await until(async () => new Set(await servedBy([first, second, third])).size === 1);
    }
  });

  describe('know what they were told', () => {
    it('when one of them dies right after it was told, and finds nobody when it comes back', async () => {
      await using command = edges.command();
      await command.set(to('blue'));
      await command.set({ ...to('green'), roles: new Map([['order/blue', 'standby']]) });
      await edges.kill([second]);
      await edges.cut(second);
      await edges.start([second]);
      expect(await servedBy([second])).toEqual(['green']);
      expect(await rowAt(second, 'order')).toEqual(await rowAt(first, 'order'));
      await edges.heal(second);
    });

    it('or all do not, when the one that was told alone dies before it has it on its disk', async () => {
      await edges.cut(second);
      const headers = { authorization: `Bearer ${TOKEN}` };
      await fetch(`${second.controlUrl}/state/canary/customer/${Date.now()}/5`, { method: 'PUT', headers });
      await edges.kill([second]);
      await edges.heal(second);
      await edges.start([second]);
      await until(async () => {
        const rows = await Promise.all([first, second, third].map((edge) => rowAt(edge, 'customer')));
        return rows.every((each) => String(each) === String(rows[0]));
      });
    });

    it('when all of them die at once', async () => {
      const before = await rowAt(first, 'order');
      await edges.kill([first, second, third]);
      await edges.start([first, second, third]);
      expect(await servedBy([first, second, third])).toEqual(['green', 'green', 'green']);
      expect(await Promise.all([first, second, third].map((edge) => rowAt(edge, 'order')))).toEqual([
        before,
        before,
        before,
      ]);
    });

    it('on a node that had none, before the first request', async () => {
      await edges.kill([third]);
      const answers: string[] = [];
      let over = false;
      const asking = (async () => {
        while (!over) answers.push(await textAt(newcomer.url()).catch(() => 'refused'));
      })();
      await edges.start([newcomer]);
      await until(() => COLOURS.some((colour) => answers.includes(colour)));
      over = true;
      await asking;
      expect(new Set(answers.filter((each) => each !== 'refused' && !each.startsWith('{')))).toEqual(
        new Set(['green']),
      );
      await edges.kill([newcomer]);
      await edges.start([third]);
    });

    it('when one was away meanwhile, before the first request', async () => {
      await using command = edges.command();
      await edges.kill([third]);
      await command.set(to('blue'));
      await edges.start([third]);
      expect([await servedBy([third]), (await third.kept()).includes('live/order')]).toEqual([['blue'], true]);
    });

    it('when what is on the disk is no longer what they wrote', async () => {
      const row = await rowAt(first, 'order');
      await edges.kill([third]);
      await writeFile(mapIn(third.places), 'live/order 9999999999999:red\n$(touch x) 1:blue\nlive/customer\n\0\0\n');
      await edges.start([third]);
      expect(await rowAt(third, 'order')).toEqual(row);
    });
  });

  it('say which of them was not told; the rest has it, and that one once it is back', async () => {
    await using command = edges.command();
    await command.set(to('blue'));
    await edges.cut(third);
    await using later = edges.command(BRIEFLY);
    await expect(later.set(to('green'))).rejects.toMatchObject({
      code: 'switch_failed',
      details: ['node-4: no route to host'],
    });
    expect(await servedBy([first, second, third])).toEqual(['green', 'green', 'blue']);
    expect((await later.state()).live.get('order')).toBe('green');
    const row = await rowAt(first, 'order');
    await edges.heal(third);
    await until(async () => (await servedBy([third]))[0] === 'green');
    await later.set(to('green'));
    // The same once more is no other word.
    expect(await rowAt(first, 'order')).toEqual(row);
  });

  it('say that none of them answers', async () => {
    await using command = edges.command(0);
    for (const edge of [first, second, third]) await edges.cut(edge);
    await expect(command.state()).rejects.toMatchObject({ code: 'edge_unreachable' });
    await expect(command.set(to('blue'))).rejects.toMatchObject({ code: 'edge_unreachable' });
    for (const edge of [first, second, third]) await edges.heal(edge);
  });

  it('do not say that they know what they cannot write down', async () => {
    await third.lose();
    await using command = edges.command(BRIEFLY);
    await expect(command.set(to('blue'))).rejects.toMatchObject({
      code: 'switch_failed',
      details: ['node-4: it does not write down what it was told'],
    });
  });

  it('forget it with the fleet: what its services of the same names were told later counts alone', async () => {
    await edges.kill([first, second, third]);
    await edges.start([first, second], 'another');
    expect(await servedBy([first, second])).toEqual(['blue', 'blue']);
    expect(await rowAt(second, 'order')).toEqual(['-', '-', '-', '-']);
  });

  it.each([1, 50])('have a configuration that HAProxy takes without a word for %i services', async (count) => {
    const services = Array.from({ length: count }, (_, index) => `service-${index}`);
    const ports = { ...first.ports, services: services.map((_, index) => [30_000 + index, 31_000 + index] as const) };
    const edge = new NodeEdge(first.places.files, '127.0.0.9', ports, services, first.places.nameserver);
    await edge.write(TOKEN);
    expect((await edge.check()).replace('Configuration file is valid', '').trim()).toBe('');
  });
});
