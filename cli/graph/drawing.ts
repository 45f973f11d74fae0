/** Boxes and arrows: what every format prints, whatever they stand for. */
export interface Drawing {
  readonly title: string;
  /** Those with `boxes` are drawn around them. */
  readonly services: readonly ServiceBox[];
  readonly arrows: readonly Arrow[];
}

export interface ServiceBox {
  readonly name: string;
  /** Beside the name. */
  readonly note: string;
  readonly boxes: readonly Box[];
}

export interface Box {
  readonly id: string;
  readonly name: string;
  readonly lines: readonly string[];
  /** Code that acts on events. */
  readonly acts?: true;
}

export interface Arrow {
  /** The name of a service, or the id of what is in one. */
  readonly from: string;
  readonly to: string;
  readonly kind: 'serves' | 'reference' | 'event';
  /** Empty: it says nothing that the arrow itself does not. */
  readonly lines: readonly string[];
}

/** Of the fleet, each a picture of its own. */
export const PARTS = ['services', 'entities', 'events'] as const;
export type Part = (typeof PARTS)[number];

/** Arrows of one kind between the same two are one, with the lines of all. */
export function merged(arrows: readonly Arrow[]): Arrow[] {
  const groups = Map.groupBy(arrows, ({ from, to, kind }) => `${kind} ${from} ${to}`);
  return [...groups.values()].map((group) => ({
    ...(group[0] as Arrow),
    lines: [...new Set(group.flatMap(({ lines }) => lines))],
  }));
}
