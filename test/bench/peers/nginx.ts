import { type Program, startProgram } from './program.ts';

/** One worker of nginx before a service: streams both ways, as a gateway does, and keeps its connections. */
export function startNginx(upstream: string): Promise<Program> {
  return startProgram({
    name: 'nginx',
    args: ['-p', '.', '-c', 'config', '-e', 'error.log'],
    config: (port) => config(new URL(upstream).host, port),
    ending: 'SIGQUIT',
  });
}

function config(upstream: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${kind};`);
  return `daemon off;
worker_processes 1;
pid nginx.pid;
events {}
http {
  access_log off;
  ${temporary.join('\n  ')}
  client_max_body_size 0;
  keepalive_requests 1000000;
  upstream service { server ${upstream}; keepalive 64; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://service;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_request_buffering off;
      proxy_max_temp_file_size 0;
    }
  }
}
`;
}
