import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { go } from '../route/route.ts';

/** Of a row, in pixels; styles/logs.css says the same. */
const ROW = 22;
/** Rows beyond what is seen, so that scrolling shows no gaps. */
const BEYOND = 12;

interface Props {
  readonly label: string;
  readonly count: number;
  /** How many were before the first one, and are no more. */
  readonly dropped: number;
  readonly row: (index: number) => ComponentChildren;
  readonly selected: number | null;
  readonly select: (index: number) => void;
  /** The end stays in sight while rows are added. */
  readonly following: boolean;
  /** The reader has scrolled to the end, or away from it. */
  readonly atEnd: (at: boolean) => void;
}

/** A list of any length, of which only what is seen is in the page. */
export function VirtualList({ label, count, dropped, row, selected, select, following, atEnd }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const height = useSignal(600);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const resized = new ResizeObserver(() => {
      height.value = element.clientHeight;
    });
    resized.observe(element);
    return () => resized.disconnect();
  }, [height]);
  const before = useRef(dropped);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    if (following) element.scrollTop = element.scrollHeight;
    // What is read stays where it is.
    else if (dropped > before.current) element.scrollTop -= (dropped - before.current) * ROW;
    before.current = dropped;
  }, [count, dropped, following]);

  const scrolled = ({ currentTarget }: { currentTarget: HTMLElement }): void => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget;
    top.value = scrollTop;
    atEnd(scrollTop + clientHeight >= scrollHeight - ROW);
  };
  const move = (event: KeyboardEvent): void => {
    const page = Math.floor(height.value / ROW) - 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      j: 1,
      ArrowUp: -1,
      k: -1,
      PageDown: page,
      PageUp: -page,
      Home: -count,
      End: count,
    };
    const step = steps[event.key];
    if (step === undefined || count === 0) return;
    event.preventDefault();
    const next = Math.min(count - 1, Math.max(0, (selected ?? (step < 0 ? count : -1)) + step));
    select(next);
    const element = scroller.current;
    if (!element) return;
    if (next * ROW < element.scrollTop) element.scrollTop = next * ROW;
    else if ((next + 1) * ROW > element.scrollTop + element.clientHeight)
      element.scrollTop = (next + 1) * ROW - element.clientHeight;
  };

  const first = Math.max(0, Math.floor(top.value / ROW) - BEYOND);
  const last = Math.min(count, Math.ceil((top.value + height.value) / ROW) + BEYOND);
  const indexes = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  return (
    <div
      ref={scroller}
      class="virtual"
      role="listbox"
      aria-label={label}
      aria-activedescendant={selected === null ? undefined : `row-${selected}`}
      tabIndex={0}
      data-list
      onScroll={scrolled}
      onKeyDown={move}
      onClick={({ target }) => {
        const place = (target as Element).closest<HTMLElement>('[data-href]')?.dataset.href;
        if (place) return go(place);
        const index = (target as Element).closest<HTMLElement>('[data-index]')?.dataset.index;
        if (index === undefined) return;
        select(Number(index));
        // Rows come and go; their list stays, and hears the keys.
        scroller.current?.focus({ preventScroll: true });
      }}
    >
      <div class="whole" style={{ height: `${count * ROW}px` }}>
        <div class="window" style={{ transform: `translateY(${first * ROW}px)` }}>
          {indexes.map((index) => (
            <div
              key={index}
              id={`row-${index}`}
              class="row"
              role="option"
              tabIndex={-1}
              data-index={index}
              aria-selected={selected === index}
              aria-posinset={index + 1}
              aria-setsize={count}
            >
              {row(index)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
