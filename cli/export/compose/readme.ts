import type { Desired } from '../../runtimes/docker/desired.ts';

/** What somebody needs to know who has the folder alone. */
export function readme({ fleet, images, ports }: Desired): string {
  const urls = fleet.services.map(({ name }) => `| ${name} | http://127.0.0.1:${ports(name)} |`);
  const tags = images.map(({ tag }) => tag);
  return `# ${fleet.name}, ${fleet.environment}

Written by \`aurora export compose --env ${fleet.environment}\`, for docker-compose 1.29 and later and for Compose v2
(\`docker compose\` in place of \`docker-compose\`). The same command brings the folder up to date; what you edit here it does not
overwrite without \`--force\`.

\`\`\`sh
docker-compose up -d           # start, and again after each export
docker-compose ps              # jobs that are done say Exit 0
docker-compose logs -f
docker-compose down            # stop; data stays in volumes
docker-compose down --volumes  # stop, and delete all data
\`\`\`

| service | answers at |
| --- | --- |
${urls.join('\n')}

## Images

The engine needs these: \`aurora build\` in the fleet's folder makes them${fleet.images.registry ? ', and `aurora build --push` puts them where this file looks for them' : ''}.

\`\`\`text
${tags.join('\n')}
\`\`\`

## Secrets

\`secrets/\` holds passwords and keys, for your eyes only (0700, files 0600). They are in no variable, label or image: the job \`files\`
copies them into volumes that only the user of each container can read. Keep the folder out of version control (\`.gitignore\` does) and
together with the data: a database that was made with one password does not take another.

## In which order

\`files\`, then databases, broker and edge; \`databases\` makes what is missing of databases and logins; \`migrate-*\`; the services, each
after those it depends on${fleet.environment === 'development' ? '; `seed-*` makes the rows to begin with' : ''}. Each of these jobs looks first and may run again.
\`docker-compose restart\` starts them too, all at once: one that comes before its database says Exit 1, which harms nothing.
\`docker-compose up -d\` returns when the last service has been started; \`/health/ready\` of each says when it takes requests.
`;
}
