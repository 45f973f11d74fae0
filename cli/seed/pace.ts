/** Counts of rows, as a seed script tells them now and then. */
export interface SoFar {
  readonly created: number;
  readonly kept: number;
  readonly skipped: number;
  /** In the end. */
  readonly of: number;
}

/** Says how far rows are: `1500 of 10000, 2900 a second, 3 s to go`. What was there already takes no time worth telling. */
export function paceFrom(startedAt: number): (soFar: SoFar, now: number) => string {
  let began: { readonly at: number; readonly created: number } | undefined;
  return ({ created, kept, skipped, of }, now) => {
    const done = created + kept + skipped;
    // Before the first rows it has started, loaded its code, connected.
    began ??= { at: created > 0 ? (startedAt + now) / 2 : now, created: 0 };
    const seconds = (now - began.at) / 1000;
    const perSecond = seconds > 0 ? Math.round((created - began.created) / seconds) : 0;
    const said = `${done} of ${of}`;
    if (perSecond === 0) return said;
    return `${said}, ${perSecond} a second, ${Math.ceil((of - done) / perSecond)} s to go`;
  };
}
