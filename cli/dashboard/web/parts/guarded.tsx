import type { ComponentChildren } from 'preact';
import { useEffect, useErrorBoundary } from 'preact/hooks';

/** A view that cannot show what it was given takes neither the others nor the way to them along. `place`: elsewhere it is tried again. */
export function Guarded({ place, children }: { place: string; children: ComponentChildren }) {
  const [error, again] = useErrorBoundary((error) => reportError(error));
  useEffect(again, [place]);
  if (!error) return <>{children}</>;
  return (
    <div class="notice bad" role="alert">
      <span>This view cannot show what there is: {(error as Error).message}. The others go on.</span>
    </div>
  );
}
