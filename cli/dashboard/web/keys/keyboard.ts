import { go, href, route } from '../route/route.ts';
import { toggleTheme } from '../route/theme.ts';
import { VIEWS } from '../route/views.ts';
import { showHelp } from './help.tsx';
import { moveInList } from './list.ts';
import { search } from './search.ts';

/** Keys of the whole page; a view's own stop the event before it gets here. */
export function listen(): void {
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector('dialog[open]')) return; // has keys of its own
    const typing = isTyping(event.target);
    if (event.key === 'Escape') return leave(typing);
    if (!typing && act(event.key)) event.preventDefault();
  });
}

function act(key: string): boolean {
  const view = VIEWS.find((each) => each.key === key);
  if (view) go(href(view.name));
  else if (key === '?') showHelp();
  else if (key === 'c') toggleTheme();
  else if (key === '/') search();
  else return moveInList(key);
  return true;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select');

/** Out of a field first, then out of what was opened. */
function leave(typing: boolean): void {
  const close = document.querySelector<HTMLElement>('[data-close]');
  if (typing) (document.activeElement as HTMLElement).blur();
  else if (close) close.click();
  else if (route.value.id) go(href(route.value.view));
}
