import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { AuroraError } from '../../../errors.ts';

/** What an engine logs in to a registry with; undefined: as nobody. */
export type RegistryAuth = { username: string; password: string; serveraddress: string } | undefined;

/** The file that `docker login` writes; a helper keeps passwords that are not in it. */
interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string }>>;
  readonly credsStore?: string;
  readonly credHelpers?: Readonly<Record<string, string>>;
}

/**
 * Who this user is to a registry, as `docker login` has left it.
 * @param registry e.g. `registry.example.org/team`
 * @throws AuroraError `registry_login`
 */
export async function registryAuth(registry: string, env: NodeJS.ProcessEnv = process.env): Promise<RegistryAuth> {
  const [host = registry] = registry.split('/');
  const file = join(env.DOCKER_CONFIG || join(homedir(), '.docker'), 'config.json');
  const config = await read(file);
  const helper = config.credHelpers?.[host] ?? config.credsStore;
  if (helper) return ask(helper, host, env);
  const { auth } = config.auths?.[host] ?? config.auths?.[`https://${host}`] ?? {};
  if (!auth) return undefined;
  const [username = '', ...rest] = Buffer.from(auth, 'base64').toString().split(':');
  return { username, password: rest.join(':'), serveraddress: host };
}

async function read(file: string): Promise<DockerConfig> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new AuroraError('registry_login', `${file} cannot be read.`, {
      exit: 'machine',
      details: [(cause as Error).message],
      next: 'correct it, or make it anew: docker login',
      cause,
    });
  }
}

/** Helpers speak Docker's protocol: the host goes in, a name and a secret come out; exit code 1 where they know none. */
async function ask(helper: string, host: string, env: NodeJS.ProcessEnv): Promise<RegistryAuth> {
  const program = `docker-credential-${helper}`;
  try {
    const child = spawn(program, ['get'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
    const ended = once(child, 'close');
    child.stdin.end(host);
    const [answer, [exitCode]] = await Promise.all([json(child.stdout).catch(() => undefined), ended]);
    if (exitCode !== 0 || answer === undefined) return undefined;
    const { Username, Secret } = answer as { Username: string; Secret: string };
    return { username: Username, password: Secret, serveraddress: host };
  } catch (cause) {
    throw new AuroraError('registry_login', `${program}, which keeps the passwords of registries, does not run.`, {
      exit: 'machine',
      details: [(cause as Error).message],
      next: `install it, or take it out of Docker's config.json, then: docker login ${host}`,
      cause,
    });
  }
}
