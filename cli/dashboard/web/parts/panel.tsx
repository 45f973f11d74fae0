import type { ComponentChildren } from 'preact';

interface Props {
  readonly title: string;
  readonly beside?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly kind?: string;
}

export function Panel({ title, beside, children, kind = '' }: Props) {
  return (
    <section class={`panel ${kind}`} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {beside}
      </header>
      {children}
    </section>
  );
}
