import type { ComponentChildren } from 'preact';
import type { Asked } from '../wire/use-asked.ts';
import { Command } from './copy.tsx';

/** Instead of what is not there: why, and what would bring it. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="title">{title}</p>
      {children && <div class="text">{children}</div>}
    </div>
  );
}

export function Loading() {
  return (
    <div class="empty loading" role="status">
      <p class="title">Loading …</p>
    </div>
  );
}

/** An answer as it comes: asked for, refused, or there. Refused later on, the older one stays, and says so. */
export function Answer<T>({ of, children }: { of: Asked<T>; children: (value: T) => ComponentChildren }) {
  const { value, refused } = of;
  return (
    <>
      {refused && (
        <div class="notice bad" role="alert">
          <span>{refused.message}</span>
          {refused.next && <Command text={refused.next} />}
        </div>
      )}
      {value !== undefined ? children(value) : !refused && <Loading />}
    </>
  );
}
