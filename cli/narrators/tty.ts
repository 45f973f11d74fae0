import { AsyncLocalStorage } from 'node:async_hooks';
import type { WriteStream } from 'node:tty';
import type { Narrator } from '../narrator.ts';
import { duration } from './duration.ts';
import { type Colour, paint } from './paint.ts';

type State = 'running' | 'done' | 'failed';

interface Step {
  readonly title: string;
  readonly started: number;
  readonly children: Step[];
  state: State;
  note: string;
  /** Set when it is no longer running. */
  took: string;
}

const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const millisecondsPerFrame = 80;
const marks: Record<Exclude<State, 'running'>, [Colour, string]> = { done: ['green', '✓'], failed: ['red', '✗'] };

/** Running steps as a list that moves; what is finished stays above it, its steps within folded away unless one failed. */
export function createTtyNarrator(stream: WriteStream): Narrator {
  const parent = new AsyncLocalStorage<Step>();
  const colour = paint(stream);
  const running: Step[] = [];
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;
  let screen: Screen | undefined;

  const draw = () => screen?.(running.flatMap((step) => tree(step, 0)).join('\n'));
  const keep = (lines: string) => {
    if (screen) screen.persist(lines);
    else stream.write(`${lines}\n`);
    if (running.length > 0) draw();
  };

  function tree(step: Step, depth: number): string[] {
    const [shade, mark]: [Colour, string] =
      step.state === 'running' ? ['cyan', spinner[frame % spinner.length] ?? ''] : marks[step.state];
    const note = step.note && colour('dim', ` ${step.note}`);
    const took = step.took && colour('dim', ` (${step.took})`);
    const shown = shownOf(step);
    return [
      `${'  '.repeat(depth)}${colour(shade, mark)} ${step.title}${note}${took}`,
      ...shown.flatMap((child) => tree(child, depth + 1)),
    ];
  }

  function begin(title: string): Step {
    const step: Step = { title, started: performance.now(), children: [], state: 'running', note: '', took: '' };
    (parent.getStore()?.children ?? running).push(step);
    if (!timer) {
      // Loaded at the first step: most commands have none. Unreferenced: a list that moves keeps no process alive.
      timer = setInterval(() => {
        frame++;
        draw();
      }, millisecondsPerFrame).unref();
      void openScreen(stream).then((opened) => {
        screen = opened;
        if (running.length > 0) draw();
      });
    }
    return step;
  }

  function end(step: Step, state: State): void {
    step.state = state;
    step.took = duration(step.started);
    const index = running.indexOf(step);
    if (index === -1) {
      draw();
      return;
    }
    running.splice(index, 1);
    keep(tree(step, 0).join('\n'));
    if (running.length > 0) return;
    clearInterval(timer);
    timer = undefined;
    screen?.done();
  }

  return {
    async step(title, work) {
      const step = begin(title);
      const note = (text: string) => {
        step.note = text;
      };
      try {
        const result = await parent.run(step, () => work({ note }));
        end(step, 'done');
        return result;
      } catch (error) {
        end(step, 'failed');
        throw error;
      }
    },
    info: keep,
    warn: (line) => keep(`${colour('yellow', '!')} ${line}`),
  };
}

/** Of many steps at once: those that say something still, and no more than leave room for others. */
const MANY = 8;

function shownOf({ state, children }: Step): readonly Step[] {
  if (state === 'done') return [];
  if (children.length <= MANY) return children;
  const failed = children.filter((child) => child.state === 'failed');
  const running = children.filter((child) => child.state === 'running').slice(0, MANY / 2);
  return [...failed, ...running];
}

type Screen = ReturnType<typeof import('log-update').createLogUpdate>;

async function openScreen(stream: WriteStream): Promise<Screen> {
  const { createLogUpdate } = await import('log-update');
  return createLogUpdate(stream);
}
