import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from '@jest/globals';
import { aurora, type Finished } from '../../support/aurora.ts';

export interface GeneratedFolder {
  path(...parts: string[]): string;
  read(path: string): string;
  has(path: string): boolean;
  /** Runs the CLI in it. */
  aurora(...args: string[]): Promise<Finished>;
}

/** A folder for each test of the file, in which the fleet of the config has been generated. */
export function generatedFolder(config: string): GeneratedFolder {
  let root: string;
  const path = (...parts: string[]) => join(root, ...parts);
  const run = (...args: string[]) => aurora(args, { cwd: root });

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'aurora-generated-'));
    writeFileSync(path('aurora.config.yaml'), config);
    expect(await run('generate')).toMatchObject({ exitCode: 0 });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  return { path, read: (file) => readFileSync(path(file), 'utf8'), has: (file) => existsSync(path(file)), aurora: run };
}
