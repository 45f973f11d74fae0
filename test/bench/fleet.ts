import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { FleetStatus } from '../../cli/runtimes/contract.ts';
import { freePort } from '../../shared/testing/index.ts';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** A fleet in a folder of its own. */
export interface BenchFleet extends AsyncDisposable {
  readonly folder: string;
  aurora(...args: string[]): Promise<string>;
  status(): Promise<FleetStatus>;
}

/** @param services beside a gateway and a config service: three with an entity each, or one for files */
export async function benchFleet(services: 'domain' | 'files' = 'domain'): Promise<BenchFleet> {
  const folder = await mkdtemp(join(tmpdir(), 'aurora-bench-fleet-'));
  const aurora = async (...args: string[]) => {
    const { stdout } = await run(join(root, 'bin/aurora'), args, { cwd: folder, maxBuffer: 1e8 });
    return stdout;
  };
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await writeFile(join(folder, 'aurora.config.yaml'), await config(services));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await cp(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'));
    await aurora('generate');
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    folder,
    aurora,
    status: async () => JSON.parse(await aurora('status', '--json')),
    async [Symbol.asyncDispose]() {
      await aurora('down', '--volumes');
      await remove();
    },
  };
}

async function config(services: 'domain' | 'files'): Promise<string> {
  const blocks = services === 'files' ? [FILES] : ['order', 'product', 'customer'].map(domain);
  const all = ['api-gateway:\n    kind: gateway', 'config-service:\n    kind: config', ...blocks];
  const ports = await Promise.all(all.map(freePort));
  return `version: 1
name: bench
runtime: process
services:
${all.map((block, index) => `  ${block}\n    port: ${ports[index]}`).join('\n')}
`;
}

const FILES = 'file-service:\n    kind: file';

function domain(name: string): string {
  const entity = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return `${name}-service:
    kind: domain
    entities:
      ${entity}: { fields: { name: { type: string, required: true, maxLength: 200 }, rank: { type: integer, min: 0 } } }`;
}
