import { MatchersV3 } from '@pact-foundation/pact';

const { like, regex } = MatchersV3;

/** What a consumer needs of an event beside what it carries: its identity, for it takes effect once, and its place in the order. */
export function envelope(type: string, subject: string, version: number): Readonly<Record<string, unknown>> {
  return {
    // Another one for each, or the inbox would know it.
    id: regex(UUID, `00000000-0000-7${subject.slice(-3)}-8000-${String(version).padStart(12, '0')}`),
    source: regex(/^\/[^/]+\/[^/]+$/, `/${type.split('.').slice(0, 2).join('/')}`),
    type,
    subject: regex(UUID, subject),
    time: regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, '2026-01-01T08:00:00.000Z'),
    correlationid: like('a-correlation-id'),
    sequence: regex(/^\d{20}$/, String(version).padStart(20, '0')),
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
