import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Names and addresses of hosts that are network namespaces behind one bridge. */
export interface Wires {
  readonly bridge: string;
  /** Of this machine on the bridge. */
  readonly gateway: string;
  readonly hosts: readonly { readonly name: string; readonly address: string; readonly link: string }[];
}

/** @param number 1 to 250: of the third byte of the addresses */
export function wiresOf(number: number, count: number): Wires {
  return {
    bridge: `aub${number}`,
    gateway: `10.231.${number}.254`,
    hosts: Array.from({ length: count }, (_, index) => ({
      name: `aun${number}x${index + 1}`,
      address: `10.231.${number}.${index + 1}`,
      link: `auv${number}x${index + 1}`,
    })),
  };
}

/** A number that nobody on this machine uses. */
export async function freeNumber(): Promise<number> {
  const { stdout } = await execute('ip', ['-o', 'link']);
  const number = Array.from({ length: 250 }, (_, index) => index + 1).find((each) => !stdout.includes(` aub${each}:`));
  if (number === undefined) throw new Error('every bridge for test hosts is in use');
  return number;
}

export async function lay({ bridge, gateway, hosts }: Wires): Promise<void> {
  await ip('link', 'add', bridge, 'type', 'bridge');
  await ip('addr', 'add', `${gateway}/24`, 'dev', bridge);
  await ip('link', 'set', bridge, 'up');
  for (const rule of forwarding(bridge)) await execute('iptables', ['-I', ...rule]);
  for (const { name, address, link } of hosts) {
    await ip('netns', 'add', name);
    await ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
    await ip('link', 'set', link, 'master', bridge, 'up');
    await ip('-n', name, 'link', 'set', 'lo', 'up');
    await ip('-n', name, 'addr', 'add', `${address}/24`, 'dev', 'eth0');
    await ip('-n', name, 'link', 'set', 'eth0', 'up');
    await ip('-n', name, 'route', 'add', 'default', 'via', gateway);
  }
}

/** Takes away whatever there is of them. */
export async function takeUp({ bridge, hosts }: Wires): Promise<void> {
  for (const { name, link } of hosts) {
    await ip('netns', 'del', name).catch(() => undefined);
    // Whatever still runs in a host would keep its cable.
    await ip('link', 'del', link).catch(() => undefined);
  }
  for (const rule of forwarding(bridge)) await execute('iptables', ['-D', ...rule]).catch(() => undefined);
  await ip('link', 'del', bridge).catch(() => undefined);
}

/** Cuts a host off, or joins it again. */
export async function plug({ link }: Wires['hosts'][number], isIn: boolean): Promise<void> {
  await ip('link', 'set', link, isIn ? 'up' : 'down');
}

/** The processes of a host itself. */
export async function processesOf(host: string): Promise<readonly number[]> {
  const { stdout } = await ip('netns', 'pids', host);
  return stdout.split('\n').filter(Boolean).map(Number);
}

/** Those in the containers that an engine has made in a folder, which have networks of their own. */
export function processesIn(dataRoot: string): readonly number[] {
  const containers = entries(`${dataRoot}/containers`);
  if (containers.length === 0) return [];
  return entries('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const cgroup = read(`/proc/${pid}/cgroup`);
      return containers.some((id) => cgroup.includes(id));
    })
    .map(Number);
}

function forwarding(bridge: string): string[][] {
  return [
    ['FORWARD', '-i', bridge, '-j', 'ACCEPT'],
    ['FORWARD', '-o', bridge, '-j', 'ACCEPT'],
  ];
}

function ip(...args: string[]) {
  return execute('ip', args);
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Empty for a process that has ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
