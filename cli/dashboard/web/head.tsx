import { showHelp } from './keys/help.tsx';
import { Badge, Dot, type Tone } from './parts/status.tsx';
import { theme, toggleTheme } from './route/theme.ts';
import { type Connection, connection, snapshot } from './wire/live.ts';
import { session } from './wire/session.ts';

const SAID: Readonly<Record<Connection, { tone: Tone; text: string }>> = {
  connecting: { tone: 'idle', text: 'connecting' },
  live: { tone: 'good', text: 'live' },
  lost: { tone: 'bad', text: 'connection lost' },
  refused: { tone: 'bad', text: 'session ended' },
};

export function Head() {
  const { tone, text } = SAID[connection.value];
  const now = snapshot.value;
  const ready = now?.services.filter(({ status }) => status === 'ready').length;
  return (
    <header class="head">
      <span class="fleet">{session.value?.fleet ?? 'Aurora'}</span>
      {session.value && <Badge>{session.value.environment}</Badge>}
      {now?.runtime && <Badge>{now.runtime}</Badge>}
      {now && (
        <span class="ready">
          {ready} of {now.services.length} ready
        </span>
      )}
      <span class="room" />
      <span class="connection">
        <Dot tone={tone} />
        {text}
      </span>
      <button type="button" onClick={toggleTheme} aria-keyshortcuts="c">
        {theme() === 'dark' ? 'Light' : 'Dark'}
      </button>
      <button type="button" onClick={showHelp} aria-keyshortcuts="?">
        Keys
      </button>
    </header>
  );
}
