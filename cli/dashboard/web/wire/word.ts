const KEPT = 'aurora-word';

/** What the address gave to this page, for its next visits too; other servers of this machine cannot read it. */
const given = /^#word=([\w-]+)$/.exec(location.hash)?.[1];
if (given !== undefined) {
  localStorage.setItem(KEPT, given);
  history.replaceState(null, '', '/');
}

/** Said with each request; read anew each time, for another page may have been given a new one. */
export const word = (): string => localStorage.getItem(KEPT) ?? '';
