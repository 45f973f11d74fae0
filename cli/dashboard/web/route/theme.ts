import { signal } from '@preact/signals';

type Theme = 'dark' | 'light';

const KEPT = 'aurora-theme';
const preferred = matchMedia('(prefers-color-scheme: dark)');
const chosen = signal<Theme | null>(localStorage.getItem(KEPT) as Theme | null);
const systems = signal<Theme>(preferred.matches ? 'dark' : 'light');
preferred.addEventListener('change', ({ matches }) => {
  systems.value = matches ? 'dark' : 'light';
});

export const theme = (): Theme => chosen.value ?? systems.value;

/** The other one; that of the system is not kept, so that the page follows it again. */
export function toggleTheme(): void {
  const other = theme() === 'dark' ? 'light' : 'dark';
  chosen.value = other === systems.value ? null : other;
  if (chosen.value) localStorage.setItem(KEPT, chosen.value);
  else localStorage.removeItem(KEPT);
}
