import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { engineDisk } from '../../../../cli/doctor/swarm/disk.ts';
import { ipvs } from '../../../../cli/doctor/swarm/ipvs.ts';

let root: string;
beforeEach(async () => {
  root = `${await mkdtemp(join(tmpdir(), 'aurora-kernel-'))}/`;
});
afterEach(() => rm(root, { recursive: true }));

describe('the look at IPVS', () => {
  const modules = async (text: string) => {
    await mkdir(`${root}lib/modules/6.1`, { recursive: true });
    await writeFile(`${root}lib/modules/6.1/modules.dep`, text);
  };
  const look = () => ipvs(root, '6.1', true);

  it('finds it loaded, or among the modules', async () => {
    await modules('kernel/net/netfilter/ipvs/ip_vs.ko: kernel/net/netfilter/nf_conntrack.ko\n');
    expect(look()).toEqual({ status: 'ok', found: 'there, loaded when it is needed' });
    await mkdir(`${root}proc/net`, { recursive: true });
    await writeFile(`${root}proc/net/ip_vs`, '');
    expect(look()).toEqual({ status: 'ok', found: 'loaded' });
  });

  it('fails where the kernel has none, and warns where nobody can tell', async () => {
    expect(look()).toMatchObject({ status: 'warn', next: expect.stringContaining('dnsrr') });
    await modules('kernel/net/ipv4/tcp_bbr.ko:\n');
    expect(look()).toMatchObject({ status: 'fail', next: expect.stringContaining('dnsrr') });
  });

  it('says nothing of a kernel that is elsewhere', () => {
    expect(ipvs(root, '6.1', false)).toMatchObject({ status: 'ok', found: expect.stringContaining('elsewhere') });
  });
});

describe("the look at an engine's disk", () => {
  it('is at the folder where it has its images, where that is to be seen', async () => {
    expect((await engineDisk({ dataRoot: root }, true)).found).toMatch(/free/);
    const unseen = { status: 'ok', found: expect.stringContaining('not seen') };
    expect(await engineDisk({ dataRoot: `${root}nothing` }, true)).toEqual(unseen);
    expect(await engineDisk({ dataRoot: root }, false)).toEqual(unseen);
  });
});
