import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RegistryAuth, registryAuth } from '../../../../../cli/runtimes/docker/images/registry-auth.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-docker-config-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Of a user whose Docker config and helpers are in this folder. */
function login(registry: string): Promise<RegistryAuth> {
  return registryAuth(registry, { DOCKER_CONFIG: folder, PATH: `${folder}${delimiter}${process.env.PATH}` });
}

const write = (config: object) => writeFile(join(folder, 'config.json'), JSON.stringify(config));
const HOST = 'registry.example.org:5000';

async function helper(name: string, script: string): Promise<void> {
  const file = join(folder, `docker-credential-${name}`);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

describe('the login at a registry', () => {
  it('is nobody where Docker knows none', async () => {
    expect(await login(`${HOST}/team`)).toBeUndefined();
    await write({ auths: { 'another.example.org': { auth: 'YTpi' } } });
    expect(await login(`${HOST}/team`)).toBeUndefined();
  });

  it('is what docker login has written', async () => {
    await write({ auths: { [HOST]: { auth: Buffer.from('anna:pass:word').toString('base64') } } });
    expect(await login(`${HOST}/team`)).toEqual({
      username: 'anna',
      password: 'pass:word',
      serveraddress: HOST,
    });
  });

  it('comes from the helper that keeps it', async () => {
    await helper('test', `[ "$1 $(cat)" = "get ${HOST}" ] && echo '{ "Username": "anna", "Secret": "s" }'`);
    await write({ credsStore: 'test' });
    expect(await login(HOST)).toEqual({ username: 'anna', password: 's', serveraddress: HOST });
    await write({ credsStore: 'missing', credHelpers: { [HOST]: 'test' } });
    expect(await login(HOST)).toMatchObject({ username: 'anna' });
  });

  it('is nobody where the helper knows none, and an error where there is no helper', async () => {
    await helper('test', 'cat > /dev/null; echo credentials not found; exit 1');
    await write({ credsStore: 'test' });
    expect(await login(HOST)).toBeUndefined();
    await write({ credsStore: 'missing' });
    await expect(login(HOST)).rejects.toMatchObject({ code: 'registry_login' });
  });

  it('names the file that cannot be read', async () => {
    await writeFile(join(folder, 'config.json'), '{');
    await expect(login(HOST)).rejects.toMatchObject({ message: expect.stringContaining(folder) });
  });
});
