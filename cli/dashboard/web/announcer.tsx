import { useComputed } from '@preact/signals';
import { snapshot } from './wire/live.ts';

/** Says new problems aloud, and when all are gone. */
export function Announcer() {
  const text = useComputed(() => {
    const problems = snapshot.value?.problems;
    if (!problems) return '';
    if (problems.length === 0) return 'Nothing is wrong.';
    return problems.map(({ about, text }) => `${about}: ${text}`).join(' ');
  });
  return (
    <div class="unseen" aria-live="polite">
      {text}
    </div>
  );
}
