import { useSignalEffect } from '@preact/signals';
import { Announcer } from './announcer.tsx';
import { Head } from './head.tsx';
import { Help } from './keys/help.tsx';
import { Confirm, Outcome } from './parts/confirm.tsx';
import { Command } from './parts/copy.tsx';
import { Guarded } from './parts/guarded.tsx';
import { href, route } from './route/route.ts';
import { theme } from './route/theme.ts';
import { VIEWS } from './route/views.ts';
import { VIEW_OF } from './view-of.ts';
import { connection, snapshot } from './wire/live.ts';
import { session } from './wire/session.ts';

export function Shell() {
  useSignalEffect(() => {
    document.documentElement.dataset.theme = theme();
  });
  const { view, id } = route.value;
  const View = VIEW_OF[view];
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the content
      </button>
      <Head />
      <Nav />
      <main id="main" tabIndex={-1} data-view={view}>
        <Notice />
        <Guarded place={`${view} ${id}`}>
          <View key={view} />
        </Guarded>
      </main>
      <Outcome />
      <Announcer />
      <Confirm />
      <Help />
    </>
  );
}

function Nav() {
  const { view } = route.value;
  const now = snapshot.value;
  const parked = now?.services.flatMap(({ consumers }) => consumers).reduce((sum, each) => sum + each.parked, 0);
  const counts: Partial<Record<string, number | undefined>> = { overview: now?.problems.length, events: parked };
  return (
    <nav aria-label="Views">
      {VIEWS.map(({ name, label, key }) => (
        <a key={name} href={href(name)} aria-current={view === name ? 'page' : undefined} aria-keyshortcuts={key}>
          <span>{label}</span>
          {counts[name] ? <span class="count">{counts[name]}</span> : <kbd>{key}</kbd>}
        </a>
      ))}
    </nav>
  );
}

/** What is true of the whole page. */
function Notice() {
  if (connection.value === 'refused') {
    return (
      <div class="notice bad" role="alert">
        <span>This page's session has ended. Open the address that this prints:</span>
        <Command text="aurora dashboard" />
      </div>
    );
  }
  if (connection.value === 'lost') {
    return (
      <div class="notice bad" role="alert">
        <span>The dashboard does not answer; what you see is its last word. Trying again each second.</span>
        <Command text="aurora dashboard" />
      </div>
    );
  }
  // It is down, or nobody can say.
  const { runtime, problems = [] } = snapshot.value ?? {};
  const whole = problems.find(({ about }) => about === session.value?.fleet);
  if (runtime !== null || !whole) return null;
  return (
    <div class="notice warn" role="status">
      <span>{whole.text}</span>
      {whole.next && <Command text={whole.next} />}
    </div>
  );
}
