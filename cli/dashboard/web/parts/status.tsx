import type { Health } from '../../../runtimes/contract.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'idle';

export const TONE_OF: Readonly<Record<Health, Tone>> = {
  ready: 'good',
  starting: 'warn',
  degraded: 'warn',
  down: 'bad',
};

/** A dot and a word: colour alone tells nobody who cannot see it. */
export function Status({ of, label = of }: { of: Health; label?: string }) {
  return (
    <span class={`status ${TONE_OF[of]}`}>
      <Dot tone={TONE_OF[of]} />
      {label}
    </span>
  );
}

export function Dot({ tone }: { tone: Tone }) {
  return <span class={`dot ${tone}`} aria-hidden="true" />;
}

export function Badge({ tone = 'idle', children }: { tone?: Tone; children: preact.ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}
