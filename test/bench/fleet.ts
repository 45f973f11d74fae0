import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { FleetStatus } from '../../cli/runtimes/contract.ts';
import { freePort } from '../../shared/testing/index.ts';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** A fleet of five in a folder of its own: gateway, config service and three with an entity each. */
export interface BenchFleet extends AsyncDisposable {
  readonly folder: string;
  aurora(...args: string[]): Promise<string>;
  status(): Promise<FleetStatus>;
}

export async function benchFleet(): Promise<BenchFleet> {
  const folder = await mkdtemp(join(tmpdir(), 'aurora-bench-fleet-'));
  const aurora = async (...args: string[]) => {
    const { stdout } = await run(join(root, 'bin/aurora'), args, { cwd: folder, maxBuffer: 1e8 });
    return stdout;
  };
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await writeFile(join(folder, 'aurora.config.yaml'), await config());
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

async function config(): Promise<string> {
  const ports = await Promise.all(Array.from({ length: 5 }, freePort));
  const domain = (name: string, entity: string, port: number | undefined) => `
  ${name}-service:
    kind: domain
    port: ${port}
    entities:
      ${entity}: { fields: { name: { type: string, required: true, maxLength: 200 }, rank: { type: integer, min: 0 } } }`;
  return `version: 1
name: bench
runtime: process
services:
  api-gateway: { kind: gateway, port: ${ports[0]} }
  config-service: { kind: config, port: ${ports[1]} }${domain('order', 'Order', ports[2])}${domain('product', 'Product', ports[3])}${domain('customer', 'Customer', ports[4])}
`;
}
