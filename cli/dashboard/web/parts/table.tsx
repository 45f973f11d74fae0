import type { ComponentChildren } from 'preact';

interface Props {
  readonly label: string;
  /** A name that begins with `#` heads numbers. */
  readonly head: readonly string[];
  readonly children: ComponentChildren;
}

export function Table({ label, head, children }: Props) {
  return (
    <div class="table">
      <table aria-label={label}>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col" class={name.startsWith('#') ? 'number' : ''}>
                {name.replace('#', '')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
