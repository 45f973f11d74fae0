import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What Pact's verifier says, as far as it matters here. */
interface Said {
  readonly interactionResults?: readonly {
    readonly consumer: string;
    readonly description: string;
    readonly result: string;
    readonly mismatch?: {
      readonly message?: string;
      readonly mismatches?: readonly { readonly path?: string; readonly mismatch?: string }[];
    };
  }[];
}

/**
 * Verifies, and writes down what the verifier says.
 * @returns what does not hold, a sentence each
 * @throws Error where it says nothing that can be understood
 */
export async function tell(provider: string, verify: () => Promise<unknown>): Promise<readonly string[]> {
  const outcome = await verify().catch((error: unknown) => error);
  const said = read(outcome);
  const folder = process.env.AURORA_CONTRACT_RESULTS;
  if (folder !== undefined) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${provider}.json`), `${JSON.stringify(said, null, 2)}\n`);
  }
  const failed = (said.interactionResults ?? []).filter(({ result }) => result !== 'OK');
  if (failed.length === 0 && outcome instanceof Error) throw outcome;
  return failed.flatMap(({ consumer, description, mismatch: { message, mismatches = [] } = {} }) => [
    `${consumer}: ${description}${message === undefined ? '' : `: ${message}`}`,
    ...new Set(mismatches.map(({ path = '$', mismatch = 'is otherwise' }) => `  ${path}: ${mismatch}`)),
  ]);
}

/** It gives its report as JSON, or fails with it as its message. */
function read(outcome: unknown): Said {
  const text = outcome instanceof Error ? outcome.message : outcome;
  if (typeof text !== 'string') return Object(text) as Said;
  try {
    return JSON.parse(text.replace(/^Error: /, '')) as Said;
  } catch (cause) {
    throw new Error(`The verifier says what nobody understands: ${text}`, { cause });
  }
}
