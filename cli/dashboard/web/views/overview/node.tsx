import type { ServiceView, Snapshot } from '../../../api.ts';
import { ms, rate } from '../../parts/format.ts';
import { TONE_OF, type Tone } from '../../parts/status.tsx';
import { href } from '../../route/route.ts';
import { NODE, type Placed } from './layout.ts';

interface Props {
  readonly placed: Placed;
  readonly snapshot: Snapshot;
  readonly look: (name: string | null) => void;
}

export function Node({ placed: { name, x, y }, snapshot, look }: Props) {
  const { tone, title, detail, link } = describe(name, snapshot);
  const content = (
    <>
      <title>{`${title}: ${detail}`}</title>
      <rect class="box" width={NODE.width} height={NODE.height} rx="8" />
      <rect class="mark" width="4" height={NODE.height - 16} x="8" y="8" rx="2" />
      <text class="name" x="22" y="25">
        {clip(title, 17)}
      </text>
      <text class="detail" x="22" y="44">
        {clip(detail, 20)}
      </text>
    </>
  );
  const looks = {
    onMouseEnter: () => look(name),
    onMouseLeave: () => look(null),
    onFocus: () => look(name),
    onBlur: () => look(null),
  };
  return (
    <g transform={`translate(${x} ${y})`} class={`node ${tone}`} data-node={name}>
      {link ? (
        <a href={link} {...looks}>
          {content}
        </a>
      ) : (
        <g role="img" {...looks}>
          {content}
        </g>
      )}
    </g>
  );
}

interface Description {
  readonly tone: Tone;
  readonly title: string;
  readonly detail: string;
  readonly link?: string;
}

function describe(name: string, { services, infrastructure, edges }: Snapshot): Description {
  const service = services.find((each) => each.name === name);
  if (service) {
    return { tone: TONE_OF[service.status], title: name, detail: detailOf(service), link: href('services', name) };
  }
  const part = infrastructure.find((each) => each.name === name);
  if (part) return { tone: TONE_OF[part.status], title: name, detail: part.detail ?? part.status };
  const asked = edges.filter(({ from }) => from === name).reduce((sum, edge) => sum + edge.rate, 0);
  return { tone: 'idle', title: name, detail: asked > 0 ? rate(asked) : 'none now' };
}

function detailOf({ status, reason, now }: ServiceView): string {
  if (status !== 'ready') return reason ?? status;
  if (!now) return 'ready';
  if (now.rate === 0 && now.events === 0) return 'ready, idle';
  return [rate(now.rate), now.p95Ms === null ? undefined : `p95 ${ms(now.p95Ms)}`].filter(Boolean).join(' · ');
}

const clip = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
