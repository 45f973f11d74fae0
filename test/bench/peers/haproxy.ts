import { type Program, startProgram } from './program.ts';

/** One thread of HAProxy before a service, connections kept on both sides. */
export function startHaproxy(upstream: string): Promise<Program> {
  return startProgram({
    name: 'haproxy',
    args: ['-db', '-f', 'config'],
    config: (port) => `global
  nbthread 1
defaults
  mode http
  http-reuse always
  timeout connect 2s
  timeout client 60s
  timeout server 60s
frontend gateway
  bind 127.0.0.1:${port}
  default_backend service
backend service
  server one ${new URL(upstream).host}
`,
    ending: 'SIGTERM',
  });
}
