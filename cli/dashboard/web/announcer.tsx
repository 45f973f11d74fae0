import { useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { snapshot } from './wire/live.ts';

/** Says new problems aloud, and when all are gone. */
export function Announcer() {
  const said = useRef('');
  const text = useComputed(() => {
    const problems = snapshot.value?.problems;
    if (!problems) return '';
    const now = problems.map(({ about, text }) => `${about}: ${text}`).join(' ') || 'Nothing is wrong.';
    // Numbers in it change each second; nobody wants to hear that.
    if (plain(now) !== plain(said.current)) said.current = now;
    return said.current;
  });
  return (
    <div class="unseen" aria-live="polite">
      {text}
    </div>
  );
}

const plain = (text: string): string => text.replaceAll(/\d+/g, '');
