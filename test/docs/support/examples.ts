import { fencesOf } from './pages.ts';

/**
 * A block of commands that a reader may copy. How pages write them:
 *
 * - ` ```bash `: runs, after those before it on the page, in one shell in the folder of the fleet. It exits 0,
 *   unless the line before it is `<!-- exits N -->`.
 * - ` ```text ` or ` ```json ` right after it: what it prints. `…` stands for whatever comes there, on a line of its own for any
 *   lines; how many spaces there are does not matter, in JSON not even whether there are any.
 * - any other language, ` ```sh ` too, is only shown.
 */
export interface Example {
  readonly line: number;
  readonly script: string;
  readonly exitCode: number;
  readonly expected: { readonly language: 'text' | 'json'; readonly text: string } | undefined;
}

export function examplesOf(markdown: string): Example[] {
  const fences = fencesOf(markdown);
  return fences.flatMap(({ language, text, line, before }, index) => {
    if (language !== 'bash') return [];
    const next = fences[index + 1];
    const shown = next?.follows && (next.language === 'text' || next.language === 'json') ? next : undefined;
    return {
      line,
      script: text,
      exitCode: Number(/^<!-- exits (\d+) -->$/.exec(before)?.[1] ?? 0),
      expected: shown && { language: shown.language as 'text' | 'json', text: shown.text },
    };
  });
}

/** Whether what was printed is what the page shows. */
export function fits(printed: string, { language, text }: NonNullable<Example['expected']>): boolean {
  return language === 'json'
    ? jsonPattern(text).test(squeeze(printed, ''))
    : textPattern(text).test(`${tidy(printed)}\n`);
}

/** Lines without needless spaces, so that the width of a table's columns does not matter. */
export function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) => squeeze(line.trim(), ' '))
    .join('\n')
    .trim();
}

function squeeze(text: string, space: string): string {
  return text.replace(/\s+/g, space);
}

function jsonPattern(text: string): RegExp {
  return new RegExp(`^${inline(squeeze(text, ''), '.*?')}$`);
}

function textPattern(text: string): RegExp {
  const lines = tidy(text)
    .split('\n')
    .map((line) => (line === '…' ? '(?:.*\n)*?' : `${inline(line, '.*?')}\n`));
  return new RegExp(`^${lines.join('')}$`);
}

function inline(text: string, any: string): string {
  return text
    .split('…')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join(any);
}
