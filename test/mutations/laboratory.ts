import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyFleet } from '../docs/support/fleet-copy.ts';
import { type CaughtBy, type Mutation, mutated, occurrences } from './mutation.ts';
import { runTests } from './run-tests.ts';
import { shortly } from './shortly.ts';

/** What became of a mutation: how the test failed that it was given to, or what is wrong with one of the two. */
export type Outcome =
  | { readonly caught: true; readonly how: string }
  | { readonly caught: false; readonly why: string };

export interface Laboratory extends AsyncDisposable {
  /** Names of tests that do not pass as the code is: they could not tell anything. */
  unfit(tests: readonly CaughtBy[]): Promise<readonly string[]>;
  /** Runs the test with the mutation in the code, and takes that out again. */
  probe(mutation: Mutation): Promise<Outcome>;
}

/** A copy of the repository, in which code may be broken. */
export async function openLaboratory(): Promise<Laboratory> {
  const copy = await copyFleet();
  return {
    async unfit(tests) {
      const missing: string[] = [];
      for (const [project, group] of Map.groupBy(tests, (each) => each.project)) {
        const files = [...new Set(group.map(({ file }) => file))];
        const names = group.map(({ test }) => test);
        const results = await runTests(copy.root, project, files, names);
        const passed = new Set(results.filter(({ status }) => status === 'passed').map(({ fullName }) => fullName));
        missing.push(...names.filter((name) => !passed.has(name)));
      }
      return missing;
    },

    async probe(mutation) {
      const file = join(copy.root, mutation.file);
      const source = await readFile(file, 'utf8');
      const places = occurrences(mutation, source);
      if (places !== 1) return { caught: false, why: `its text is there ${places} times` };
      await writeFile(file, mutated(mutation, source));
      try {
        const { project, file: tests, test } = mutation.caughtBy;
        const results = await runTests(copy.root, project, [tests], [test]);
        const result = results.find(({ fullName }) => fullName === test);
        if (result?.status === 'failed') return { caught: true, how: shortly(result.failureMessages[0] ?? '') };
        return { caught: false, why: result === undefined ? 'there is no such test' : `the test ${result.status}` };
      } catch (error) {
        return { caught: false, why: (error as Error).message };
      } finally {
        await writeFile(file, source);
      }
    },

    [Symbol.asyncDispose]: () => copy[Symbol.asyncDispose](),
  };
}
