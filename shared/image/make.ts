import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { build } from '../bundle/index.ts';

/**
 * Makes what is in the image of a service, in the build stage of the Dockerfile: `node shared/image/make.ts <service> <folder>`.
 *
 * | file | is |
 * | --- | --- |
 * | `main.mjs` | the service |
 * | `seed.mjs` | its seed job, if it has one |
 * | `healthcheck.mjs` | the health check of the container |
 * | `migrations.json` | its migrations, for `migrate.mjs`: names, checksums of their sources, files |
 */
const [service, target] = process.argv.slice(2);
if (service === undefined || target === undefined)
  throw new Error('usage: node shared/image/make.ts <service> <folder>');

const root = resolve(import.meta.dirname, '../..');
const sources = join(root, 'services', service, 'src');
if (!existsSync(join(sources, 'main.ts'))) throw new Error(`services/${service}/src/main.ts is not there.`);

const migrations = await migrationsOf(join(root, 'migrations', service));
const programs = ['main', 'seed'].filter((name) => existsSync(join(sources, `${name}.ts`)));
try {
  await write(
    Object.fromEntries([
      ...programs.map((name) => [name, join(sources, `${name}.ts`)]),
      ...migrations.map(({ name, path }) => [name, path]),
      ['healthcheck', join(import.meta.dirname, 'healthcheck.ts')],
    ]),
  );
} catch (error) {
  console.error(explain(error as Error & Partial<import('esbuild').BuildFailure>));
  process.exit(1);
}

/** The bundles take the place of the fleet's folder: a stack trace says `/app/services/…`, as the sources are called there. */
async function write(entryPoints: Record<string, string>): Promise<void> {
  const { outputFiles } = await build({ root, entryPoints, folder: root, portable: true });
  await mkdir(target as string, { recursive: true });
  for (const { path, contents, text } of outputFiles) {
    const name = relative(root, path);
    if (name !== 'healthcheck.mjs.map') {
      await writeFile(join(target as string, name), name === 'healthcheck.mjs' ? withoutMap(text) : contents);
    }
  }
  const list = migrations.map(({ name, checksum }) => ({ name, checksum, file: `${name}.mjs` }));
  await writeFile(join(target as string, 'migrations.json'), JSON.stringify({ service, migrations: list }, null, 2));
}

/** It runs every few seconds, and Node would read the map each time: a sixth of what it takes. */
function withoutMap(text: string): string {
  return text.replace(/\/\/# sourceMappingURL=.*\n?$/, '');
}

/** The checksum is of the source: a database knows nothing of bundles. */
async function migrationsOf(folder: string): Promise<{ name: string; path: string; checksum: string }[]> {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.ts')) : [];
  return Promise.all(
    files.sort().map(async (file) => {
      const path = join(folder, file);
      const checksum = createHash('sha256').update(await readFile(path));
      return { name: file.slice(0, -'.ts'.length), path, checksum: checksum.digest('hex') };
    }),
  );
}

function explain({ errors, stack }: Error & Partial<import('esbuild').BuildFailure>): string | undefined {
  if (errors === undefined) return stack;
  const lines = errors.map(({ location, text }) =>
    location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text,
  );
  return lines.join('\n');
}
