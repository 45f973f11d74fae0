import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Finished } from '../../support/aurora.ts';
import { warmAurora as aurora } from '../../support/warm-cli/index.ts';

export interface GeneratedFolder {
  path(...parts: string[]): string;
  read(path: string): string;
  has(path: string): boolean;
  /** Runs the CLI in it. */
  aurora(...args: string[]): Promise<Finished>;
}

/** A folder for each test of the file, with a copy of what was generated once from the config. */
export function generatedFolder(config: string): GeneratedFolder {
  const make = () => mkdtempSync(join(tmpdir(), 'aurora-generated-'));
  let base: string;
  let root: string;
  const path = (...parts: string[]) => join(root, ...parts);
  const run = (...args: string[]) => aurora(args, { cwd: root });

  beforeAll(async () => {
    base = make();
    writeFileSync(join(base, 'aurora.config.yaml'), config);
    expect(await aurora(['generate'], { cwd: base })).toMatchObject({ exitCode: 0 });
  });
  beforeEach(() => {
    root = make();
    cpSync(base, root, { recursive: true, verbatimSymlinks: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  return { path, read: (file) => readFileSync(path(file), 'utf8'), has: (file) => existsSync(path(file)), aurora: run };
}
