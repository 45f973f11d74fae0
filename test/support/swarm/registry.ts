import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { freePort, until } from '../../../shared/testing/index.ts';

export interface OpenRegistry {
  /** For the hosts behind the bridge, e.g. `10.231.1.254:40000`. */
  readonly host: string;
  readonly pid: number;
  /** Gives it an image of this machine's engine, under the name that hosts ask for. */
  put(image: string): Promise<void>;
}

/** A registry that lets everybody in who reaches it. */
export async function startOpenRegistry(folder: string, gateway: string): Promise<OpenRegistry> {
  mkdirSync(join(folder, 'registry'), { recursive: true });
  const port = await freePort();
  const config = {
    version: '0.1',
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: join(folder, 'registry', 'data') } },
    // On loopback too: to an engine, what is there needs no certificate.
    http: { addr: `0.0.0.0:${port}` },
  };
  // JSON is YAML.
  writeFileSync(join(folder, 'registry', 'config.yml'), JSON.stringify(config));
  const server = spawn('/usr/bin/docker-registry', ['serve', join(folder, 'registry', 'config.yml')], {
    stdio: 'ignore',
    detached: true,
  });
  server.unref();
  const host = `${gateway}:${port}`;
  await until(() =>
    fetch(`http://${host}/v2/`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  const docker = new Docker({ socketPath: '/var/run/docker.sock' });
  return {
    host,
    pid: server.pid as number,
    async put(image) {
      const [name = '', tag = 'latest'] = splitTag(image);
      // What has no host in its name is one of the library's, which a mirror is asked for.
      const path = name.startsWith(`${host}/`)
        ? name.slice(host.length + 1)
        : name.includes('/')
          ? name
          : `library/${name}`;
      const local = `127.0.0.1:${port}/${path}`;
      await docker.getImage(image).tag({ repo: local, tag });
      try {
        const told = await docker.getImage(`${local}:${tag}`).push({ authconfig: {} });
        await new Promise<void>((resolve, reject) => {
          docker.modem.followProgress(told, (error: Error | null, lines: { error?: string }[]) => {
            const failure = error ?? lines.find((line) => line.error)?.error;
            if (failure) reject(failure instanceof Error ? failure : new Error(failure));
            else resolve();
          });
        });
      } finally {
        await docker.getImage(`${local}:${tag}`).remove();
      }
    },
  };
}

function splitTag(image: string): string[] {
  const at = image.lastIndexOf(':');
  return at > image.lastIndexOf('/') ? [image.slice(0, at), image.slice(at + 1)] : [image];
}
