const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** Moves the focus among the rows of the list that it is in, or into the first list. */
export function moveInList(key: string): boolean {
  const step = STEPS[key];
  if (step === undefined && key !== 'Home' && key !== 'End') return false;
  const focused = document.activeElement?.closest<HTMLElement>('[data-row]') ?? null;
  const list = focused?.closest('[data-list]') ?? document.querySelector('main [data-list]');
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  if (rows.length === 0 || (step === undefined && !focused)) return false;
  const at = focused ? rows.indexOf(focused) : -1;
  const next = step === undefined ? (key === 'Home' ? 0 : rows.length - 1) : at < 0 ? 0 : at + step;
  rows[Math.min(rows.length - 1, Math.max(0, next))]?.focus();
  return true;
}
