import { hueOf } from './hue.ts';

/** A service's name with its colour. */
export function ServiceName({ of }: { of: string }) {
  return (
    <span class="service-name" style={hueOf(of)}>
      {of}
    </span>
  );
}
