import { go, href } from '../route/route.ts';

let wanted = false;

/** To the view's own search; a view without one leads to that of the logs. */
export function search(): void {
  const field = document.querySelector<HTMLInputElement>('[data-search]');
  field?.select();
  if (field) return;
  wanted = true;
  go(href('logs'));
}

/** For a search that has just appeared: whether somebody waits for it. */
export function isWanted(): boolean {
  const was = wanted;
  wanted = false;
  return was;
}
