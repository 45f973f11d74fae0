import type { Narrator } from '../narrator.ts';
import { duration } from './duration.ts';
import { paint } from './paint.ts';

/** One line a finished step, in the order they finish; nothing moves, so a log file stays readable. */
export function createPlainNarrator(stream: NodeJS.WritableStream & { isTTY?: boolean }): Narrator {
  const colour = paint(stream);
  const write = (line: string) => stream.write(`${line}\n`);
  return {
    async step(title, work) {
      const started = performance.now();
      let note = '';
      const line = (mark: string) =>
        `${mark} ${title}${note && `: ${note}`} ${colour('dim', `(${duration(started)})`)}`;
      try {
        const result = await work({
          note(text) {
            note = text;
          },
        });
        write(line(colour('green', '✓')));
        return result;
      } catch (error) {
        write(line(colour('red', '✗')));
        throw error;
      }
    },
    info: write,
    warn: (line) => write(`${colour('yellow', '!')} ${line}`),
  };
}
