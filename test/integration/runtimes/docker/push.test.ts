import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { build } from '../../../../cli/actions/build.ts';
import type { Fleet } from '../../../../cli/config/model.ts';
import { silentNarrator } from '../../../../cli/narrators/silent.ts';
import { dockerMissing } from '../../../support/docker.ts';
import { fleetOfImages } from '../../../support/fleet-of-images.ts';
import { LOGIN, registryMissing, startRegistry } from '../../../support/registry.ts';

const missing = dockerMissing ?? registryMissing;
const push = (fleet: Fleet) =>
  build(fleet, { services: ['api-gateway'], push: true, signal: new AbortController().signal }, silentNarrator);

if (missing) it.skip(`a push needs an engine and a registry: ${missing}`, () => undefined);
else
  describe('aurora build --push', () => {
    const before = process.env.DOCKER_CONFIG;
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'aurora-docker-config-'));
      process.env.DOCKER_CONFIG = folder;
    });
    afterEach(async () => {
      if (before === undefined) delete process.env.DOCKER_CONFIG;
      else process.env.DOCKER_CONFIG = before;
      await rm(folder, { recursive: true });
    });

    it('puts images where the config says, as whom docker login has made known', async () => {
      await using registry = await startRegistry();
      await using shop = await fleetOfImages(`${registry.host}/team`);
      const repository = `team/${shop.fleet.name}/api-gateway`;
      await expect(push(shop.fleet)).rejects.toMatchObject({
        code: 'push_failed',
        next: `docker login ${registry.host}, then: aurora build --push`,
      });
      expect(await registry.tags(repository)).toEqual([]);

      const auth = btoa(`${LOGIN.user}:${LOGIN.password}`);
      await writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { [registry.host]: { auth } } }));
      const [image] = await push(shop.fleet);
      expect(image).toMatchObject({ tag: `${registry.host}/${repository}:${image?.version}`, pushed: true });
      expect(await registry.tags(repository)).toEqual([image?.version]);
      expect(await push(shop.fleet)).toMatchObject([{ state: 'unchanged', pushed: true }]);
    });

    it('says so where no registry answers', async () => {
      await using shop = await fleetOfImages('127.0.0.1:9');
      await expect(push(shop.fleet)).rejects.toMatchObject({
        code: 'push_failed',
        next: 'see that the engine reaches 127.0.0.1:9, then: aurora build --push',
      });
    });

    it('needs a registry in the config', async () => {
      await using shop = await fleetOfImages();
      await expect(push(shop.fleet)).rejects.toMatchObject({ code: 'no_registry', exit: 'usage' });
    });
  });
