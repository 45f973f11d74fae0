import type { Writable } from 'node:stream';
import { AuroraError } from './errors.ts';

export interface Choice {
  readonly value: string;
  readonly description?: string | undefined;
}

/** Whom a command asks for what its flags have not said. */
export interface Ask {
  text(message: string, options?: { readonly default?: string; readonly optional?: boolean }): Promise<string>;
  choose(message: string, choices: readonly Choice[]): Promise<string>;
  confirm(message: string, otherwise: boolean): Promise<boolean>;
}

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  /** stdout belongs to the result. */
  readonly output: Writable;
}

/** Whether somebody is there to be asked. */
export function isWatched({ json }: { readonly json: boolean }): boolean {
  return !json && process.stdin.isTTY === true && process.stderr.isTTY === true && !process.env.CI;
}

/** The person before the terminal. The library is loaded with the first question: few commands ask any. */
export function askOn(terminal: Terminal = { input: process.stdin, output: process.stderr }): Ask {
  const answered = <T>(question: Promise<T>) => question.catch(interrupted);
  return {
    async text(message, { default: otherwise, optional = false } = {}) {
      const { input } = await import('@inquirer/prompts');
      const wanted = { message, ...(otherwise && { default: otherwise }), required: !optional };
      const answer = await answered(input(wanted, terminal));
      return answer.trim();
    },
    async choose(message, choices) {
      const { select } = await import('@inquirer/prompts');
      return answered(select({ message, choices: [...choices], loop: false }, terminal));
    },
    async confirm(message, otherwise) {
      const { confirm } = await import('@inquirer/prompts');
      return answered(confirm({ message, default: otherwise }, terminal));
    },
  };
}

/** Ctrl-C at a question. */
function interrupted(cause: Error): never {
  if (cause.name !== 'ExitPromptError') throw cause;
  throw new AuroraError('interrupted', 'Stopped at a question; nothing was written.', { exit: 'interrupted', cause });
}
