import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Problem } from '../../../errors/index.ts';

/** 16 octets in base64 (RFC 6455, section 4.1). */
const KEY = /^[A-Za-z0-9+/]{22}==$/;
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Whether a request asks for a WebSocket. Any other `Upgrade` is ignored, as it may be (RFC 9110, section 7.8). */
export function asksForWebSocket({ method, httpVersion, headers }: IncomingMessage): boolean {
  if (method !== 'GET' || httpVersion !== '1.1') return false;
  return (headers.upgrade ?? '').split(',').some((protocol) => protocol.trim().toLowerCase() === 'websocket');
}

/**
 * Refuses a handshake that no server could accept (RFC 6455, section 4.2.1).
 * @throws Problem
 */
export function checkHandshake(headers: IncomingHttpHeaders): void {
  if (headers['sec-websocket-version'] !== '13') {
    throw new Problem('upgrade_required', {
      detail: 'Sec-WebSocket-Version must be 13.',
      headers: { 'Sec-WebSocket-Version': '13', Upgrade: 'websocket' },
    });
  }
  if (!KEY.test(headers['sec-websocket-key'] ?? '')) {
    throw new Problem('invalid_header', { detail: 'Sec-WebSocket-Key must be 16 bytes in base64.' });
  }
}

/**
 * Refuses a page of another origin that CORS would refuse as well: browsers do not keep pages from opening WebSockets.
 * @param origins that may; `*`: any
 * @throws Problem forbidden
 */
export function checkOrigin(origin: string | undefined, host: string, origins: readonly string[]): void {
  if (origin === undefined || origins.includes('*') || origins.includes(origin)) return;
  if (URL.parse(origin)?.host === host) return;
  throw new Problem('forbidden', { detail: 'Pages of this origin may not open WebSockets.' });
}

/** Whether a server has accepted the handshake of this key, and not just any. */
export function isAccepted(key: string | undefined, headers: IncomingHttpHeaders): boolean {
  const expected = createHash('sha1').update(`${key}${GUID}`).digest('base64');
  return headers['sec-websocket-accept'] === expected && headers.upgrade?.toLowerCase() === 'websocket';
}
